/** The page of the runbook among the documentation of the system, as TechDocs serves it. */
const RUNBOOK = '/docs/default/system/urumi-stores/runbook/';

/**
 * Where the runbook explains a reason of a store or a class of failures.
 *
 * @param reason - code of a cause, reason of a condition, or error class: `ImageNotFound`, `needs_unlock`
 * @param runbook - page of the runbook, when the installation has one of its own
 */
export function runbookLink(reason: string, runbook = RUNBOOK): string {
  const anchor = reason
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLowerCase();
  return `${runbook}#${anchor}`;
}
