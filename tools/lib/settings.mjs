import { Problem } from './problem.mjs';

/** What a person chooses by environment variables. */
export function readSettings(env = process.env) {
  const cluster = env.CLUSTER || 'sim';
  if (cluster === 'node' || cluster === 'k3d') {
    throw new Problem(
      `CLUSTER=${cluster} is not part of this version. Use CLUSTER=sim (the default) or CLUSTER=current.`,
    );
  }
  if (cluster !== 'sim' && cluster !== 'current') {
    throw new Problem(
      `CLUSTER is ${cluster}, which is none of sim and current.`,
    );
  }
  const port = Number(env.PORT || 7007);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Problem(`PORT is ${env.PORT}, which is no port number.`);
  }
  return { cluster, port };
}
