import { Config } from '@backstage/config';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/** Which system a store is part of, by its owner. */
export class StoreSystems {
  readonly #default: string | undefined;
  readonly #byOwner: ReadonlyMap<string, string>;

  private constructor(
    defaultSystem: string | undefined,
    byOwner: ReadonlyMap<string, string>,
  ) {
    this.#default = defaultSystem;
    this.#byOwner = byOwner;
  }

  /**
   * Reads `defaultSystem` and `systems`.
   *
   * @throws InputError that names the key whose value is no entity ref.
   */
  static fromConfig(config: Config | undefined): StoreSystems {
    const defaultSystem = config?.getOptionalString('defaultSystem');
    return new StoreSystems(
      defaultSystem && readRef(defaultSystem, 'system', 'defaultSystem'),
      new Map(
        config
          ?.getOptionalConfigArray('systems')
          ?.map((entry, index): [string, string] => [
            readRef(
              entry.getString('owner'),
              'group',
              `systems[${index}].owner`,
            ),
            readRef(
              entry.getString('system'),
              'system',
              `systems[${index}].system`,
            ),
          ]),
      ),
    );
  }

  /** Entity ref of the system of an owner's stores; undefined when they are part of none. */
  systemOf(owner: string): string | undefined {
    return this.#byOwner.get(owner) ?? this.#default;
  }
}

function readRef(value: string, defaultKind: string, key: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(value, { defaultKind, defaultNamespace: 'default' }),
    );
  } catch (error) {
    throw new InputError(
      `catalog.providers.urumiStores.${key} is no entity ref: ${value}`,
      error,
    );
  }
}
