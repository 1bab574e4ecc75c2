import { ConfigReader } from '@backstage/config';
import { StoreSystems } from './StoreSystems';

describe('StoreSystems', () => {
  it('knows none without configuration', () => {
    const systems = StoreSystems.fromConfig(undefined);
    expect(systems.systemOf('group:default/storefront')).toBeUndefined();
  });

  it("takes an owner's own system before the default", () => {
    const systems = StoreSystems.fromConfig(
      new ConfigReader({
        defaultSystem: 'shops',
        systems: [
          { owner: 'Marketing', system: 'campaigns/seasonal' },
          { owner: 'user:sana', system: 'system:default/trials' },
        ],
      }),
    );
    expect(systems.systemOf('group:default/marketing')).toBe(
      'system:campaigns/seasonal',
    );
    expect(systems.systemOf('user:default/sana')).toBe('system:default/trials');
    expect(systems.systemOf('group:default/storefront')).toBe(
      'system:default/shops',
    );
  });

  it.each([
    [{ defaultSystem: 'system:' }, 'urumiStores.defaultSystem'],
    [
      { systems: [{ owner: 'a', system: ':a' }] },
      'urumiStores.systems[0].system',
    ],
    [
      { systems: [{ owner: '/', system: 'a' }] },
      'urumiStores.systems[0].owner',
    ],
  ])('names the key of %j that is no entity ref', (config, key) => {
    expect(() => StoreSystems.fromConfig(new ConfigReader(config))).toThrow(
      key,
    );
  });
});
