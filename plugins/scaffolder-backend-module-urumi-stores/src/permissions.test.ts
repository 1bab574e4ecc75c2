import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  BackstageCredentials,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  scaffolderActionsExtensionPoint,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import {
  UrumiStoresService,
  urumiStoresServiceRef,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { parse } from 'yaml';
import { aStore, StoresServer } from './__testUtils__/StoresServer';
import scaffolderModuleUrumiStores from '.';

const credentials = mockCredentials.user('user:default/sana');

/** The path that each action may not call, and what the others answer. */
const cases: Record<string, { denied: RegExp }> = {
  'urumi:store:create': { denied: /^POST \/stores$/ },
  'urumi:store:wait': { denied: /^GET / },
  'urumi:store:upgrade': { denied: /^POST .*\/upgrade$/ },
  'urumi:store:delete': { denied: /^DELETE / },
};

describe('the actions of templates', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let server: StoresServer;
  let actions: TemplateAction[];
  let used: BackstageCredentials[];

  beforeAll(async () => {
    server = await StoresServer.start();
    actions = [];
    const service = Object.fromEntries(
      Object.entries(server.service()).map(([name, method]) => [
        name,
        (...given: unknown[]) => {
          const options = given.at(-1) as { credentials: BackstageCredentials };
          used.push(options.credentials);
          return (method as (...args: unknown[]) => unknown)(...given);
        },
      ]),
    ) as unknown as UrumiStoresService;
    backend = await startTestBackend({
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
          factory: () => service,
        }),
      ],
    });
  });
  afterAll(async () => {
    await backend.stop();
    await server.stop();
  });
  beforeEach(() => {
    used = [];
  });

  it('each have a case here and a permission in docs/permissions.md', () => {
    const ids = actions.map(({ id }) => id).sort();
    expect(Object.keys(cases).sort()).toEqual(ids);
    const page = readFileSync(
      resolve(__dirname, '../../../docs/permissions.md'),
      'utf8',
    );
    const rows = [...page.matchAll(/^\| `(urumi:store:\w+)` +\| `urumi\./gm)];
    expect(rows.map(([, id]) => id).sort()).toEqual(ids);
  });

  it.each(Object.keys(cases))(
    '%s asks as the person who runs the template, and fails where they may not',
    async id => {
      const action = actions.find(each => each.id === id);
      const { input } = parse(action?.examples?.[0].example ?? '').steps[0];
      server.answer = ({ method, path }) =>
        cases[id].denied.test(`${method} ${path}`)
          ? {
              status: 403,
              body: {
                error: {
                  name: 'NotAllowedError',
                  message: 'You need the permission urumi.store',
                },
              },
            }
          : { body: aStore({ id: input.storeId, status: 'READY' }) };
      const context = {
        ...createMockActionContext({ input }),
        getInitiatorCredentials: async () => credentials,
      };
      await expect(action?.handler(context)).rejects.toThrow(
        /You need the permission urumi\.store/,
      );
      expect(used.length).toBeGreaterThan(0);
      expect(used.every(each => each === credentials)).toBe(true);
    },
  );
});
