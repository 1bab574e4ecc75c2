// Time from the start of the backend's process to the first 200 of readyz: goal under 15 s.
import path from 'node:path';
import { ProductUnderTest } from './lib/productUnderTest.mjs';
import { rounded, summarize } from './lib/statistics.mjs';

const rounds = 7;

export async function measure({ folder, work, simulated, versions }) {
  const product = await ProductUnderTest.create({
    folder,
    directory: path.join(work, 'start'),
    cluster: simulated.cluster,
    ports: simulated.ports,
    configs: ['app-config.bench.yaml'],
    env: { URUMI_KUBECONFIG: simulated.kubeconfig, URUMI_HELM: simulated.helm },
  });
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    times.push(await product.start());
    await product.stop();
  }
  const [first, ...later] = times;
  const column = name => summarize(later.map(time => [time[name]]));
  const summary = column('elapsed');
  return {
    versions: {
      kubernetes: versions.kubernetes,
      helm: versions.helm,
      database: versions.sqlite,
    },
    goals: [
      {
        goal: 'process start to readyz, median',
        unit: 'ms',
        limit: 15_000,
        measured: summary.p50,
      },
      {
        goal: 'the same with an empty database',
        unit: 'ms',
        limit: 15_000,
        measured: rounded(first.elapsed),
      },
    ],
    summaries: {
      'empty database': summarize([[first.elapsed]]),
      'database of before': summary,
      'database of before, processor time': column('cpu'),
    },
  };
}
