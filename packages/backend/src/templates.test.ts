import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderModuleUrumiStores from '@urumi/backstage-plugin-scaffolder-backend-module-urumi-stores';
import urumiStoresPlugin from '@urumi/backstage-plugin-urumi-stores-backend';
import urumiStoresModuleMedusa from '@urumi/backstage-plugin-urumi-stores-backend-module-medusa';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import request from 'supertest';
import { parse } from 'yaml';

interface Template {
  spec: {
    parameters: { properties: Record<string, Record<string, unknown>> }[];
    steps: { id: string; action: string; input: Record<string, unknown> }[];
  };
}

function readTemplate(name: string): Template {
  return parse(
    readFileSync(
      resolve(
        resolvePackagePath('backend'),
        '../../templates',
        name,
        'template.yaml',
      ),
      'utf8',
    ),
  );
}

const OWNER = 'group:default/storefront';

const owner = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'storefront' },
  spec: { type: 'team', children: [] },
};

/** Of a cluster that never answers: planning a store needs none that does. */
const kubeconfig = `
apiVersion: v1
kind: Config
current-context: away
clusters: [{name: away, cluster: {server: 'http://127.0.0.1:1'}}]
users: [{name: away, user: {}}]
contexts: [{name: away, context: {cluster: away, user: away}}]
`;

describe('the Software Templates', () => {
  const files = createMockDirectory({ content: { kubeconfig } });
  let get: (path: string) => Promise<unknown>;
  /** The log of the template, or why it failed. */
  let dryRun: (values: Record<string, unknown>) => Promise<string>;

  beforeAll(async () => {
    const { server } = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleUrumiStores,
        urumiStoresPlugin,
        urumiStoresModuleMedusa,
        catalogServiceMock.factory({ entities: [owner] }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost' },
            urumiStores: {
              helm: { binary: process.env.URUMI_TEST_HELM ?? 'helm' },
              clusters: [
                { name: 'away', kubeconfig: files.resolve('kubeconfig') },
              ],
            },
          },
        }),
      ],
    });
    get = async path => {
      const answer = await request(server)
        .get(path)
        .set('authorization', mockCredentials.user.header());
      expect(answer.status).toBe(200);
      return answer.body;
    };
    dryRun = async values => {
      const { body } = await request(server)
        .post('/api/scaffolder/v2/dry-run')
        .set('authorization', mockCredentials.user.header())
        .send({
          template: readTemplate('create-store'),
          values: { displayName: 'Summer sale', owner: OWNER, ...values },
          directoryContents: [],
        });
      return JSON.stringify(body.log ?? body.error.message);
    };
  });

  it('leaves the choices to the field that gets them from the engines', () => {
    const { shop } = propertiesOf(readTemplate('create-store'));
    expect(shop['ui:field']).toBe('UrumiStoreParameters');
    expect(JSON.stringify(shop)).not.toMatch(/"(enum|oneOf|default)":/);
  });

  it('makes a store of each engine and plan from what the field gives', async () => {
    const engines = (await get('/api/urumi-stores/engines')) as Engine[];
    expect(engines.map(({ id }) => id).sort()).toEqual([
      'medusa',
      'woocommerce',
    ]);
    for (const engine of engines) {
      for (const plan of engine.plans) {
        const log = await dryRun({
          shop: {
            engine: engine.id,
            plan: plan.name,
            parameters: defaults(engine),
          },
        });
        expect(log).toContain(
          `Would create a ${engine.id} store of plan ${plan.name} for ${OWNER} `,
        );
      }
    }
  });

  it('hands the parameters on, and leaves what is missing to the engine', async () => {
    expect(
      await dryRun({
        shop: {
          engine: 'woocommerce',
          plan: 'small',
          parameters: { currency: 'not a currency' },
        },
      }),
    ).toMatch(/could not be planned.*currency/i);
    expect(await dryRun({})).toContain('Would create a woocommerce store');
  });

  it.each(['create-store', 'change-store', 'delete-store'])(
    '%s gives its actions only what they take, and all that they need',
    async name => {
      const actions = (await get('/api/scaffolder/v2/actions')) as {
        id: string;
        schema: {
          input: { required?: string[]; properties: Record<string, unknown> };
        };
      }[];
      for (const step of readTemplate(name).spec.steps) {
        const action = actions.find(({ id }) => id === step.action);
        const { properties = {}, required = [] } = action?.schema.input ?? {};
        expect(Object.keys(properties)).toEqual(
          expect.arrayContaining(Object.keys(step.input)),
        );
        expect(Object.keys(step.input)).toEqual(
          expect.arrayContaining(required),
        );
      }
    },
  );
});

function propertiesOf({ spec }: Template) {
  return Object.assign({}, ...spec.parameters.map(step => step.properties));
}

/** What the field gives when nothing is changed in it. */
function defaults(engine: Engine) {
  return Object.fromEntries(
    Object.entries(
      engine.parameters_schema.properties as Record<
        string,
        Record<string, unknown>
      >,
    ).flatMap(([name, property]) =>
      property.default === undefined ? [] : [[name, property.default]],
    ),
  );
}
