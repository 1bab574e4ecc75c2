import { parseEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Somebody who can be signed in as without a password. */
export interface DemoPerson {
  /** What the sign-in page sends in the header. */
  name: string;
  /** What the sign-in page shows. */
  title: string;
  team: string;
  userEntityRef: string;
}

/**
 * Reads `urumiDemo.people`.
 *
 * @throws InputError when a name is there twice or a user entity ref is not one.
 */
export function readDemoPeople(config: Config): DemoPerson[] {
  const people = config.getConfigArray('urumiDemo.people').map(person => ({
    name: person.getString('name'),
    title: person.getString('title'),
    team: person.getString('team'),
    userEntityRef: person.getString('userEntityRef'),
  }));
  const seen = new Set<string>();
  for (const { name, userEntityRef } of people) {
    if (seen.has(name)) {
      throw new InputError(
        `urumiDemo.people has '${name}' twice; give each person a name of their own`,
      );
    }
    seen.add(name);
    const { kind } = parseEntityRef(userEntityRef);
    if (kind !== 'user') {
      throw new InputError(
        `urumiDemo.people: '${userEntityRef}' of '${name}' is no user; write it as user:<namespace>/<name>`,
      );
    }
  }
  return people;
}
