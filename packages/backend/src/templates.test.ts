import { createMockDirectory } from '@backstage/backend-test-utils';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  OWNER,
  readTemplate,
  Template,
  TemplateBackend,
  TEMPLATES,
} from './__testUtils__/TemplateBackend';

/** Of a cluster that never answers: planning a store needs none that does. */
const kubeconfig = `
apiVersion: v1
kind: Config
current-context: away
clusters: [{name: away, cluster: {server: 'http://127.0.0.1:1'}}]
users: [{name: away, user: {}}]
contexts: [{name: away, context: {cluster: away, user: away}}]
`;

const CREATING = [
  ['create-store', 'woocommerce'],
  ['create-woocommerce-store', 'woocommerce'],
  ['create-medusa-store', 'medusa'],
] as const;

describe('the Software Templates', () => {
  const files = createMockDirectory({ content: { kubeconfig } });
  let backend: TemplateBackend;

  beforeAll(async () => {
    const cluster = { kubeconfig: files.resolve('kubeconfig') };
    backend = await TemplateBackend.start([
      { name: 'away', ...cluster },
      { name: 'far', ...cluster },
    ]);
  });

  afterAll(() => backend.stop());

  const values = (shop: object = {}) => ({
    displayName: 'Summer sale',
    owner: OWNER,
    shop: { ...shop },
  });

  it('have names by which each is found', () => {
    const titles = TEMPLATES.map(name => readTemplate(name).metadata.title);
    expect(titles).toEqual([
      'Create an online store',
      'Create a WooCommerce store',
      'Create a Medusa store',
      'Change the plan of an online store',
      'Upgrade an online store',
      'Retire an online store',
    ]);
  });

  it('leave the choices to the fields that get them from the engines', () => {
    for (const [name, engine] of CREATING) {
      const { shop } = propertiesOf(readTemplate(name));
      expect(shop['ui:field']).toBe('UrumiStoreParameters');
      expect(shop['ui:options']).toEqual(
        name === 'create-store' ? undefined : { engine },
      );
      expect(JSON.stringify(shop)).not.toMatch(/"(enum|oneOf|default)":/);
    }
    const { plan } = propertiesOf(readTemplate('change-plan'));
    expect(plan).toMatchObject({ 'ui:field': 'UrumiStorePlan' });
    expect(plan).not.toHaveProperty('enum');
    const { version } = propertiesOf(readTemplate('upgrade-store'));
    expect(version).toMatchObject({ 'ui:field': 'UrumiStoreVersion' });
  });

  it.each(['change-plan', 'upgrade-store', 'retire-store'])(
    '%s has the store picked from the catalog',
    name => {
      expect(propertiesOf(readTemplate(name)).store).toMatchObject({
        'ui:field': 'EntityPicker',
        'ui:options': {
          allowArbitraryValues: false,
          catalogFilter: { kind: 'Resource', 'spec.type': 'online-store' },
        },
      });
    },
  );

  it('make a store of each engine and plan from what the field gives', async () => {
    const engines = (await backend.get(
      '/api/urumi-stores/engines',
    )) as Engine[];
    expect(engines.map(({ id }) => id).sort()).toEqual([
      'medusa',
      'woocommerce',
    ]);
    for (const engine of engines) {
      for (const plan of engine.plans) {
        const log = await backend.dryRun(
          'create-store',
          values({
            engine: engine.id,
            plan: plan.name,
            parameters: defaults(engine),
          }),
        );
        expect(log).toContain(
          `Would create a ${engine.id} store of plan ${plan.name} for ${OWNER} `,
        );
      }
    }
  });

  it.each(CREATING)(
    '%s is tried without anything being made, to its last step',
    async (name, engine) => {
      const log = await backend.dryRun(
        name,
        values({ cluster: 'far', hostname: 'shop.example.com' }),
      );
      expect(log).toContain(`Would create a ${engine} store`);
      expect(log).toContain('on cluster far, at host shop.example.com');
      expect(log).toMatch(/Would wait at most 30 min until store .* is READY/);
      // What is left out is left to the engine.
      expect(await backend.dryRun(name, values())).toContain(
        `Would create a ${engine} store`,
      );
      expect(await backend.get('/api/urumi-stores/stores')).toEqual([]);
    },
  );

  it('hand the parameters on', async () => {
    expect(
      await backend.dryRun(
        'create-store',
        values({ parameters: { currency: 'not a currency' } }),
      ),
    ).toMatch(/could not be planned.*currency/i);
  });

  it.each(TEMPLATES)(
    '%s gives its actions only what they take, and all that they need',
    async name => {
      const actions = (await backend.get('/api/scaffolder/v2/actions')) as {
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
