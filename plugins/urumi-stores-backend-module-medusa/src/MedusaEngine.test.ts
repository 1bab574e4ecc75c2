import { JsonObject } from '@backstage/types';
import { StoreValuesInput } from '@urumi/backstage-plugin-urumi-stores-node';
import Ajv2020 from 'ajv/dist/2020';
import { createMedusaEngine } from './MedusaEngine';

const engine = createMedusaEngine({ chartDirectory: '/charts/medusa' });
const validate = new Ajv2020().compile(engine.parametersSchema);

function input(overrides?: Partial<StoreValuesInput>): StoreValuesInput {
  return {
    storeId: '0199-a',
    displayName: 'Tea & Things',
    hostname: 'tea.example.com',
    url: 'https://tea.example.com',
    parameters: {},
    plan: engine.plans[0],
    credentialsSecretName: 'credentials',
    serviceAccountName: 'store',
    images: engine.images,
    ingressClassName: undefined,
    storageClassName: undefined,
    commonLabels: { 'urumi.io/store': '0199-a' },
    ...overrides,
  };
}

describe('createMedusaEngine', () => {
  it('makes the values from the input alone, with the defaults of the schema', () => {
    const values = engine.values(input());
    expect(values).toEqual({
      ...engine.plans[0].values,
      store: {
        id: '0199-a',
        name: 'Tea & Things',
        url: 'https://tea.example.com',
        currency: 'USD',
        country: 'US',
        sampleData: true,
        adminEmail: 'shop@tea.example.com',
      },
      credentials: { secretName: 'credentials' },
      images: engine.images,
      serviceAccountName: 'store',
      commonLabels: { 'urumi.io/store': '0199-a' },
      ingress: { host: 'tea.example.com', className: '' },
      storageClassName: '',
    });
    expect(engine.values(input())).toEqual(values);

    const properties = engine.parametersSchema.properties as JsonObject;
    for (const [name, key] of [
      ['currency', 'currency'],
      ['country', 'country'],
      ['sample_data', 'sampleData'],
    ]) {
      expect((properties[name] as JsonObject).default).toEqual(
        (values.store as JsonObject)[key],
      );
    }
  });

  it('takes what was asked for, and names a store without a name after its host', () => {
    expect(
      engine.values(
        input({
          displayName: undefined,
          parameters: {
            currency: 'EUR',
            country: 'DE',
            sample_data: false,
            admin_email: 'me@example.com',
          },
          ingressClassName: 'traefik',
          storageClassName: 'fast',
        }),
      ),
    ).toMatchObject({
      store: {
        name: 'tea.example.com',
        currency: 'EUR',
        country: 'DE',
        sampleData: false,
        adminEmail: 'me@example.com',
      },
      ingress: { className: 'traefik' },
      storageClassName: 'fast',
    });
  });

  it.each<[JsonObject, boolean]>([
    [{}, true],
    [{ currency: 'INR', country: 'IN', sample_data: false }, true],
    [{ admin_email: 'shop@store-0199.localhost' }, true],
    [{ admin_email: 'shop@localhost' }, false],
    [{ currency: 'usd' }, false],
    [{ country: 'XX' }, false],
    [{ sample_data: 'yes' }, false],
    [{ theme: 'dark' }, false],
  ])('judges the parameters %j as valid: %s', (parameters, valid) => {
    expect(validate(parameters)).toBe(valid);
  });

  it('generates a login and long random passwords that differ each time', () => {
    const { generate, usernameKey, passwordKey } = engine.credentials;
    const first = generate();
    const second = generate();
    expect(first[usernameKey]).toBe('store-admin@urumi.invalid');
    const passwords = Object.keys(first).filter(key => key !== usernameKey);
    expect(passwords.sort()).toEqual([
      'admin-password',
      'cookie-secret',
      'database-password',
      'jwt-secret',
      'probe-key',
    ]);
    expect(passwords).toContain(passwordKey);
    for (const key of passwords) {
      expect(first[key]).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(first[key]).not.toBe(second[key]);
    }
    expect(new Set(Object.values(first)).size).toBe(6);
  });

  it('asks for so little at rest that 20 small stores fit 2 cores and 24 GiB', () => {
    const { values } = engine.plans[0];
    const requests = ['server', 'storefront', 'database'].map(
      name =>
        ((values[name] as JsonObject).resources as JsonObject)
          .requests as Record<string, string>,
    );
    const sum = (resource: string) =>
      requests.reduce((total, one) => total + parseInt(one[resource], 10), 0);
    expect(sum('cpu') * 20).toBeLessThanOrEqual(2000);
    expect(sum('memory') * 20).toBeLessThanOrEqual(24 * 1024 * 0.9);
  });

  it('knows the address of the admin pages', () => {
    expect(engine.adminUrl('https://tea.example.com')).toBe(
      'https://tea.example.com/app',
    );
  });
});
