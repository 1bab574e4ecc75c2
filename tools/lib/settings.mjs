import { clusterKinds } from './clusterKinds.mjs';
import { Problem } from './problem.mjs';

/** What a person chooses by environment variables. */
export function readSettings(env = process.env) {
  const cluster = env.CLUSTER || 'sim';
  const kinds = Object.keys(clusterKinds);
  if (!kinds.includes(cluster)) {
    throw new Problem(
      `CLUSTER is ${cluster}, which is none of ${kinds.join(', ')}.`,
    );
  }
  const port = Number(env.PORT || 7007);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Problem(`PORT is ${env.PORT}, which is no port number.`);
  }
  return { cluster, port };
}
