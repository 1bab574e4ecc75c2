import { Config } from '@backstage/config';

/** A person of the demo organisation, as configured in `urumiDemo.people`. */
export interface DemoPerson {
  name: string;
  title: string;
  team: string;
  may: string;
}

/** The people whom the demo offers; empty without a demo. */
export function readDemoPeople(config: Config): DemoPerson[] {
  const people = config.getOptionalConfigArray('urumiDemo.people') ?? [];
  return people.map(person => {
    const team = person.getString('team');
    return {
      name: person.getString('name'),
      title: person.getString('title'),
      team,
      may:
        person.getOptionalString('may') ??
        `Sees all stores; creates, changes and deletes those of ${team}.`,
    };
  });
}
