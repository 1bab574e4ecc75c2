import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { startOrEnd } from '../startOrEnd';

// A process of its own, with a plugin that cannot start beside one that can.
const backend = createBackend();
for (const pluginId of ['sound', 'broken']) {
  backend.add(
    createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: { lifecycle: coreServices.lifecycle },
          async init({ lifecycle }) {
            if (pluginId === 'broken') {
              throw new Error('The tables could not be made');
            }
            lifecycle.addShutdownHook(() => {
              process.stderr.write('What was in hand is given back\n');
            });
          },
        });
      },
    }),
  );
}
startOrEnd(backend);
