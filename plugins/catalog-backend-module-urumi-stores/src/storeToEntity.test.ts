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

async function toValidEntity(part: Partial<Store>, system?: string) {
  const entity = storeToEntity({
    store: aStore({ id, ...part }),
    system,
    appBaseUrl,
  });
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
        description: `Online store (woocommerce) of storefront at store-${id}.localhost`,
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
          { url: `http://store-${id}.localhost:8080`, title: 'Shop' },
          {
            url: `http://store-${id}.localhost:8080/wp-admin/`,
            title: 'Admin pages',
            icon: 'user',
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

  it('is part of the system that it is given', async () => {
    const entity = await toValidEntity({}, 'system:default/shops');
    expect(entity.spec.system).toBe('system:default/shops');
  });

  it('leads to the shop and its admin pages only while they are open', async () => {
    const entity = await toValidEntity({
      status: 'PROVISIONING',
      url: null,
      admin_url: null,
    });
    expect(entity.metadata.links).toEqual([
      expect.objectContaining({ title: 'Store page' }),
    ]);
  });

  it('does not change with anything else of the state of the store', async () => {
    const ready = await toValidEntity({});
    const failed = await toValidEntity({
      status: 'FAILED',
      ready_at: null,
      updated_at: '2026-11-24T00:00:00.000Z',
      last_error: 'No room on any node',
      chart_version: '0.2.0',
    });
    expect(failed).toEqual(ready);
  });
});
