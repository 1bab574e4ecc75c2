import { createServiceFactory } from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import {
  scaffolderActionsExtensionPoint,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { urumiStoresServiceRef } from '@urumi/backstage-plugin-urumi-stores-node';
import { StoresServer } from './__testUtils__/StoresServer';
import scaffolderModuleUrumiStores from '.';

describe('scaffolderModuleUrumiStores', () => {
  it('adds the actions, each with a described schema and examples', async () => {
    const server = await StoresServer.start();
    const actions: TemplateAction[] = [];
    await startTestBackend({
      extensionPoints: [
        [
          scaffolderActionsExtensionPoint,
          {
            addActions: (...added: TemplateAction[]) => {
              actions.push(...added);
            },
          },
        ],
      ],
      features: [
        scaffolderModuleUrumiStores,
        createServiceFactory({
          service: urumiStoresServiceRef,
          deps: {},
          factory: () => server.service(),
        }),
      ],
    });
    await server.stop();
    expect(actions.map(({ id }) => id).sort()).toEqual([
      'urumi:store:create',
      'urumi:store:delete',
      'urumi:store:upgrade',
      'urumi:store:wait',
    ]);
    for (const { description, examples, schema } of actions) {
      expect(description).toBeTruthy();
      expect(examples?.length).toBeGreaterThan(0);
      for (const property of Object.values(schema?.input?.properties ?? {})) {
        expect(property).toHaveProperty('description');
      }
    }
  });
});
