import { mockServices } from '@backstage/backend-test-utils';
import { createStoresMetrics, StoresGauges } from './metrics';

const GAUGES: StoresGauges = {
  stores: { READY: 3 },
  jobs: { QUEUED: 2 },
  oldestDueMs: 1500,
  degradedStores: 4,
  driftedStores: 1,
  oldestDueLookMs: 2500,
  sinceWorkerTickMs: 250,
  loops: [{ name: 'sweep', ageMs: 3_500 }],
  isListening: true,
  clusters: [{ name: 'local', isReachable: true, watchLagMs: 4_500 }],
};

function createMetrics() {
  const logger = mockServices.logger.mock();
  const metrics = createStoresMetrics({ logger });
  const lines = async () => (await metrics.render()).text.split('\n');
  return { logger, metrics, lines };
}

it('has all counters at 0 from the start, and no gauges before they are registered', async () => {
  const { metrics, lines } = createMetrics();
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'stores_created_total 0',
      'stores_deleted_total 0',
      'api_rate_limited_total 0',
      'urumi_job_lease_takeovers_total 0',
      'urumi_store_failures_total{class="retryable"} 0',
      'urumi_store_failures_total{class="poison"} 0',
      'urumi_health_looks_total{outcome="degraded"} 0',
      'urumi_health_looks_total{outcome="superseded"} 0',
    ]),
  );
  const { text, contentType } = await metrics.render();
  expect(text).not.toContain(' gauge');
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
});

it('counts what it is told', async () => {
  const { metrics, lines } = createMetrics();
  metrics.storeCreated();
  metrics.storeCreated();
  metrics.rateLimited();
  metrics.leaseTakenOver();
  metrics.lookDone({ outcome: 'healthy' });
  metrics.jobSucceeded({
    action: 'RECONCILE',
    engine: 'woocommerce',
    seconds: 3,
  });
  metrics.jobSucceeded({
    action: 'PROVISION',
    engine: 'woocommerce',
    seconds: 4,
  });
  metrics.jobSucceeded({ action: 'DELETE', engine: 'woocommerce', seconds: 9 });
  metrics.jobFailed({
    action: 'PROVISION',
    engine: 'medusa',
    errorClass: 'user_fixable',
    seconds: 61,
  });
  metrics.jobFailed({
    action: 'DELETE',
    engine: 'medusa',
    errorClass: 'operator_fixable',
    seconds: 1,
  });
  metrics.stepFinished({ step: 'release', outcome: 'done', seconds: 1.5 });
  metrics.helmCalled({ operation: 'upgrade', outcome: 'failed', seconds: 2 });
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'stores_created_total 2',
      'stores_deleted_total 1',
      'api_rate_limited_total 1',
      'urumi_job_lease_takeovers_total 1',
      'urumi_store_failures_total{class="user_fixable"} 1',
      'urumi_health_looks_total{outcome="healthy"} 1',
      'urumi_store_failures_total{class="operator_fixable"} 1',
      'urumi_provisioning_seconds_sum{engine="woocommerce",outcome="ready"} 4',
      'urumi_provisioning_seconds_sum{engine="medusa",outcome="failed"} 61',
      'urumi_step_seconds_sum{step="release",outcome="done"} 1.5',
      'urumi_helm_call_seconds_sum{operation="upgrade",outcome="failed"} 2',
    ]),
  );
});

it('has no label whose values grow with the stores', async () => {
  const { metrics, lines } = createMetrics();
  metrics.registerGauges({ collect: async () => GAUGES });
  metrics.jobSucceeded({ action: 'PROVISION', engine: 'medusa', seconds: 4 });
  metrics.stepFinished({ step: 'release', outcome: 'done', seconds: 1 });
  metrics.helmCalled({
    operation: 'upgrade',
    outcome: 'succeeded',
    seconds: 1,
  });
  const labels = (await lines()).flatMap(line =>
    [...line.matchAll(/[{,](\w+)="/g)].map(([, label]) => label),
  );
  expect([...new Set(labels)].sort()).toEqual([
    'class',
    'cluster',
    'engine',
    'le',
    'loop',
    'operation',
    'outcome',
    'status',
    'step',
  ]);
});

it('reads the gauges each time, those of empty statuses as 0', async () => {
  const { metrics, lines } = createMetrics();
  const collect = jest.fn(async () => GAUGES);
  metrics.registerGauges({ collect });
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'urumi_stores{status="READY"} 3',
      'urumi_stores{status="FAILED"} 0',
      'urumi_jobs{status="QUEUED"} 2',
      'urumi_jobs{status="IN_PROGRESS"} 0',
      'urumi_oldest_due_job_age_seconds 1.5',
      'urumi_stores_degraded 4',
      'urumi_stores_drifted 1',
      'urumi_oldest_due_look_age_seconds 2.5',
      'urumi_worker_tick_age_seconds 0.25',
      'urumi_worker_loop_age_seconds{loop="sweep"} 3.5',
      'urumi_worker_wake_up_listening 1',
      'urumi_cluster_reachable{cluster="local"} 1',
      'urumi_watch_lag_seconds{cluster="local"} 4.5',
    ]),
  );
  collect.mockResolvedValue({
    ...GAUGES,
    stores: {},
    sinceWorkerTickMs: undefined,
  });
  const { text } = await metrics.render();
  expect(text).toContain('urumi_stores{status="READY"} 0');
  expect(text).not.toContain('urumi_worker_tick_age_seconds');
});

it('still shows the counters when the gauges cannot be read', async () => {
  const { metrics, logger } = createMetrics();
  metrics.registerGauges({
    collect: async () => {
      throw new Error('connection refused');
    },
  });
  const { text } = await metrics.render();
  expect(text).toContain('stores_created_total 0');
  expect(text).not.toContain(' gauge');
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringContaining('connection refused'),
  );
});
