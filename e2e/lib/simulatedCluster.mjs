import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { environment } from './environment.mjs';

const execute = promisify(execFile);

async function runTool(script, ...args) {
  await execute(path.join(environment.clusterTools, script), args, {
    env: {
      ...process.env,
      KUBECONFIG: '',
      URUMI_CLUSTER_STATE: environment.clusterDirectory,
      URUMI_CLUSTER_BIN: path.join(environment.clusterDirectory, 'bin'),
    },
  });
}

/** From now on new web pods of all stores have a fault of tools/cluster, by default an image that cannot be pulled. */
export function breakWebPods(fault = 'image-pull') {
  return runTool(
    'test-faults.sh',
    'set',
    'e2e',
    'urumi.io/managed=true',
    'app.kubernetes.io/component=web',
    fault,
  );
}

/** Ends {@link breakWebPods}; pods that are broken already stay so. */
export function mendWebPods() {
  return runTool('test-faults.sh', 'clear', 'e2e');
}

/** Ends the API server of the cluster, and nothing else. */
export function stopApiServer() {
  return runTool('sim.sh', 'stop-api');
}

/** Starts the API server again. */
export function startApiServer() {
  return runTool('sim.sh', 'up');
}
