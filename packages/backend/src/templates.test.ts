import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderModuleUrumiStores from '@urumi/backstage-plugin-scaffolder-backend-module-urumi-stores';
import urumiStoresPlugin from '@urumi/backstage-plugin-urumi-stores-backend';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import request from 'supertest';
import { parse } from 'yaml';

interface TemplateParameter {
  type: string;
  enum?: string[];
  enumNames?: string[];
  default?: unknown;
}

interface Template {
  spec: {
    parameters: { properties: Record<string, TemplateParameter> }[];
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

describe('the Software Templates', () => {
  let get: (path: string) => Promise<unknown>;

  beforeAll(async () => {
    const { server } = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleUrumiStores,
        urumiStoresPlugin,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost' },
            urumiStores: {
              helm: { binary: process.env.URUMI_TEST_HELM ?? 'helm' },
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
  });

  it('offers the choices of the WooCommerce engine', async () => {
    const engines = (await get('/api/urumi-stores/engines')) as Engine[];
    const engine = engines.find(({ id }) => id === 'woocommerce');
    const { plan, ...parameters } = Object.assign(
      {},
      ...readTemplate('create-store').spec.parameters.map(
        ({ properties }) => properties,
      ),
    ) as Record<string, TemplateParameter>;

    expect(plan).toMatchObject({
      enum: engine?.plans.map(({ name }) => name),
      enumNames: engine?.plans.map(({ title }) => title),
      default: engine?.default_plan,
    });
    for (const name of ['currency', 'country', 'sample_data']) {
      const { type, enum: choices, default: preset } = parameters[name];
      expect({ type, enum: choices, default: preset }).toEqual(
        pick(engine?.parameters_schema.properties, name),
      );
      expect(parameters[name].enumNames?.length).toBe(choices?.length);
    }
  });

  it.each(['create-store', 'delete-store'])(
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

function pick(properties: unknown, name: string) {
  const {
    type,
    enum: choices,
    default: preset,
  } = (properties as Record<string, TemplateParameter>)[name];
  return { type, enum: choices, default: preset };
}
