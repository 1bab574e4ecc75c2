import {
  ErrorClass,
  FailureCause,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { ErrorClassification } from './errors';

const OWNERS: Record<ErrorClass, FailureCause['owner']> = {
  retryable: 'nobody',
  needs_unlock: 'nobody',
  user_fixable: 'store_owner',
  operator_fixable: 'platform_operator',
  poison: 'platform_operator',
};

/** The public form of a classified failure. */
export function toFailureCause(
  classification: Omit<ErrorClassification, 'infrastructure'>,
): FailureCause {
  const { code, message, errorClass, nextAction } = classification;
  return {
    code,
    message,
    error_class: errorClass,
    owner: OWNERS[errorClass],
    next_action: nextAction,
  };
}
