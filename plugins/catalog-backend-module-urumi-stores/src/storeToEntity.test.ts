import {
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { aStore } from './__testUtils__/FakeStores';
import { storeToEntity } from './storeToEntity';

const id = '019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b';
const appBaseUrl = 'http://localhost:7007';

const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new FieldFormatEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
]);

async function toValidEntity(part: Partial<Store>) {
  const entity = storeToEntity({ store: aStore({ id, ...part }), appBaseUrl });
  await expect(policy.enforce(entity)).resolves.toBeDefined();
  await expect(resourceEntityV1alpha1Validator.check(entity)).resolves.toBe(
    true,
  );
  return entity;
}

describe('storeToEntity', () => {
  it('says what the store is, whose, and where it runs', async () => {
    await expect(toValidEntity({})).resolves.toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: `store-${id}`,
        title: 'Boutique',
        description: `Online store (woocommerce) at store-${id}.localhost`,
        annotations: {
          'backstage.io/managed-by-location': `url:${appBaseUrl}/stores/${id}`,
          'backstage.io/managed-by-origin-location': `url:${appBaseUrl}/stores/${id}`,
          'backstage.io/view-url': `${appBaseUrl}/stores/${id}`,
          'backstage.io/kubernetes-cluster': 'local',
          'backstage.io/kubernetes-namespace': `store-${id}`,
          'backstage.io/kubernetes-label-selector': `urumi.io/store=${id}`,
          'urumi.io/store-id': id,
          'urumi.io/engine': 'woocommerce',
        },
        labels: { 'urumi.io/store': id },
        tags: ['woocommerce'],
        links: [
          {
            url: `${appBaseUrl}/stores/${id}`,
            title: 'Store page',
            icon: 'dashboard',
          },
        ],
      },
      spec: { type: 'online-store', owner: 'group:default/storefront' },
    });
  });

  it.each(['👗 "Robe" & Fils\n', '名前', 'a'.repeat(120), ' x '])(
    'keeps the display name %j, whatever is in it',
    async displayName => {
      const entity = await toValidEntity({ display_name: displayName });
      expect(entity.metadata.title).toBe(displayName.trim());
    },
  );

  it.each([null, '', '  '])(
    'is titled by the namespace when the name is %j',
    async displayName => {
      const entity = await toValidEntity({ display_name: displayName });
      expect(entity.metadata.title).toBe(`store-${id}`);
    },
  );

  it('does not change with the state of the store', async () => {
    const ready = await toValidEntity({});
    const failed = await toValidEntity({
      status: 'FAILED',
      url: null,
      ready_at: null,
      updated_at: '2026-11-24T00:00:00.000Z',
      last_error: 'No room on any node',
      chart_version: '0.2.0',
    });
    expect(failed).toEqual(ready);
  });
});
