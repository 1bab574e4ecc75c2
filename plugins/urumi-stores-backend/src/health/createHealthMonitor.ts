import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { StoreChanges } from '../changes/StoreChanges';
import { StepEnvironment } from '../jobs/StoreTools';
import { StoresMetrics } from '../metrics';
import { HealthMonitor } from './HealthMonitor';
import { HealthRecorder } from './HealthRecorder';
import { StoreInspector } from './StoreInspector';

/** The monitor of READY stores with all that it needs. */
export function createHealthMonitor(
  options: {
    knex: Knex;
    changes: StoreChanges;
    metrics: StoresMetrics;
    logger: LoggerService;
    /** Milliseconds between two looks at a store. */
    intervalMs: number;
  } & StepEnvironment,
): HealthMonitor {
  return new HealthMonitor({
    ...options,
    inspector: new StoreInspector(options),
    recorder: new HealthRecorder(options),
  });
}
