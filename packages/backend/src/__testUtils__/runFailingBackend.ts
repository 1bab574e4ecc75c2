import { createBackend } from '@backstage/backend-defaults';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { startOrEnd } from '../startOrEnd';

// A process of its own, with a plugin that cannot start beside one that can.
const backend = createBackend();
for (const pluginId of ['sound', 'broken']) {
  backend.add(
    createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: {},
          async init() {
            if (pluginId === 'broken') {
              throw new Error('The tables could not be made');
            }
          },
        });
      },
    }),
  );
}
startOrEnd(backend);
