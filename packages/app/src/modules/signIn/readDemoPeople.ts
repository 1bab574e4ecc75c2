import { Config } from '@backstage/config';

/** A person of the demo organisation, as configured in `urumiDemo.people`. */
export interface DemoPerson {
  name: string;
  title: string;
  team: string;
  /** Sentence that says what the person may do. Default: what every member of a team may. */
  may?: string;
}

/** The people whom the demo offers; empty without a demo. */
export function readDemoPeople(config: Config): DemoPerson[] {
  const people = config.getOptionalConfigArray('urumiDemo.people') ?? [];
  return people.map(person => ({
    name: person.getString('name'),
    title: person.getString('title'),
    team: person.getString('team'),
    may: person.getOptionalString('may'),
  }));
}
