import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreRow } from '../database/rows';

/** That the namespace of a store is gone. */
export function namespaceGone({ namespace }: StoreRow): FailureCause {
  return {
    code: 'NamespaceMissing',
    message: `Namespace ${namespace} is gone, and with it the data of the store.`,
    error_class: 'operator_fixable',
    owner: 'platform_operator',
    next_action:
      'Restore the namespace from a backup of the cluster, or delete the store.',
  };
}

/** That somebody made another namespace of the same name. */
export function namespaceReplaced({ namespace }: StoreRow): FailureCause {
  return {
    code: 'NamespaceReplaced',
    message: `Namespace ${namespace} is not the one that was made for the store: somebody made it anew.`,
    error_class: 'operator_fixable',
    owner: 'platform_operator',
    next_action:
      'Find out whose namespace it is; the platform touches none but its own. Then restore the store from a backup, or delete it.',
  };
}
