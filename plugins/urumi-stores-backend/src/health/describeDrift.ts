import { StoreDrift } from '@urumi/backstage-plugin-urumi-stores-common';

/** As many findings are named in a sentence. */
const NAMED = 3;

/** What was changed, by whom and when, in sentences for people. */
export function describeDrift(findings: readonly StoreDrift[]): string {
  const named = findings.slice(0, NAMED).map(finding => {
    const { changed_by: who, changed_at: when } = finding;
    const written = who
      ? `, last written by '${who}'${when ? ` at ${when}` : ''}`
      : '';
    return `${describeChange(finding)}${written}.`;
  });
  const left = findings.length - named.length;
  return [
    'Changed outside of the platform:',
    ...named,
    ...(left > 0 ? [`And ${left} more.`] : []),
    ...(findings.some(({ changed_by: who }) => who)
      ? ['Who wrote is what the API server says; it is no proof of identity.']
      : []),
    'Reconcile the store to bring it back.',
  ].join(' ');
}

function describeChange(finding: StoreDrift): string {
  const { kind, name, change, field, expected, actual } = finding;
  const object = `${kind} ${name}`;
  if (change === 'missing') {
    return `${object} is missing`;
  }
  if (change === 'added') {
    return `${object} was added and must not be there`;
  }
  if (field === null) {
    return `${object} cannot be brought back as it is (${actual})`;
  }
  if (expected === null && actual === null) {
    return `${field} of ${object} was changed`;
  }
  return `${field} of ${object} is ${quote(actual)} instead of ${quote(
    expected,
  )}`;
}

function quote(value: string | null): string {
  return value === null ? 'not set' : `'${value}'`;
}
