/** The documentation of the system, as TechDocs serves it. */
export const DOCUMENTATION = '/docs/default/system/urumi-stores/';

/** The page of the runbook there. */
const RUNBOOK = `${DOCUMENTATION}runbook/`;

/**
 * Where the runbook explains a reason of a store or a class of failures.
 *
 * @param reason - code of a cause, reason of a condition, or error class: `ImageNotFound`, `needs_unlock`
 */
export function runbookLink(reason: string): string {
  const anchor = reason
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLowerCase();
  return `${RUNBOOK}#${anchor}`;
}
