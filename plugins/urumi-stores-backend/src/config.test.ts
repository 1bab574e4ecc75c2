import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readUrumiStoresConfig } from './config';

const read = (urumiStores: JsonObject) =>
  readUrumiStoresConfig(mockServices.rootConfig({ data: { urumiStores } }));

describe('the images in the configuration', () => {
  it('come from where the engines say by default', () => {
    expect(read({}).images).toEqual({
      registry: undefined,
      versions: {},
      pullSecrets: [],
    });
  });

  it('come from the registry of the operator', () => {
    const dockerConfigJson = '{"auths":{"r.example.com":{"auth":"eDp5"}}}';
    expect(
      read({
        images: {
          registry: 'r.example.com/urumi/',
          versions: { mariadb: '11.8.9' },
          pullSecrets: [{ dockerConfigJson }],
        },
      }).images,
    ).toEqual({
      registry: 'r.example.com/urumi',
      versions: { mariadb: '11.8.9' },
      pullSecrets: [dockerConfigJson],
    });
  });

  it.each<[string, JsonObject]>([
    ['versions.mariadb', { versions: { mariadb: 'latest' } }],
    ['dockerConfigJson', { pullSecrets: [{ dockerConfigJson: 'x' }] }],
    ['dockerConfigJson', { pullSecrets: [{ dockerConfigJson: '{}' }] }],
  ])('are refused with a wrong %s', (key, images) => {
    expect(() => read({ images })).toThrow(key);
  });
});
