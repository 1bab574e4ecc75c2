import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { startTracing } from './startTracing';

/**
 * Sends the traces of this backend to where the standard `OTEL_*` variables say. Without them there
 * is no telemetry, and nothing of it is loaded.
 */
export const telemetryModule = createBackendModule({
  pluginId: 'urumi-stores',
  moduleId: 'telemetry',
  register(env) {
    env.registerInit({
      deps: {
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
      },
      async init({ lifecycle, logger }) {
        const tracing = await startTracing(process.env);
        if (!tracing) {
          return;
        }
        diag.setLogger(
          {
            error: message => logger.warn(`Telemetry: ${message}`),
            warn: message => logger.warn(`Telemetry: ${message}`),
            info: () => {},
            debug: () => {},
            verbose: () => {},
          },
          DiagLogLevel.WARN,
        );
        logger.info(`Traces are sent by OTLP over ${tracing.protocol}`);
        // After the plugins have ended, so that their last spans go too.
        lifecycle.addShutdownHook(() => tracing.stop());
      },
    });
  },
});
