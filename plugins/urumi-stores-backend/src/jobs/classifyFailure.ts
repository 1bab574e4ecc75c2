import { isError } from '@backstage/errors';
import {
  ErrorClass,
  FailureCause,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { classifyClusterError } from '../kubernetes/classifyClusterError';
import { ClusterUnreachableError } from '../kubernetes/errors';
import { StepFailedError } from './types';

/** A failure, and what to do about the job. */
export interface ClassifiedFailure {
  failure: FailureCause;
  /** The cluster could not be asked: no attempt is used up. */
  infrastructure: boolean;
  /** The other side's own wish, in milliseconds. */
  retryAfterMs?: number;
}

/** Finds out what an error of a step means. Unknown ones are tried again. */
export function classifyFailure(error: unknown): ClassifiedFailure {
  if (error instanceof StepFailedError) {
    return { failure: error.failure, infrastructure: false };
  }
  if (isError(error) && error.name === 'ConflictError') {
    return {
      failure: {
        code: 'NamespaceTaken',
        message: error.message,
        error_class: 'operator_fixable',
        owner: 'platform_operator',
        next_action:
          'Find out whose namespace it is; the platform touches none but its own. Then retry.',
      },
      infrastructure: false,
    };
  }
  const { code, message, errorClass, nextAction, infrastructure } =
    classifyClusterError(error);
  return {
    failure: {
      code,
      message,
      error_class: errorClass,
      owner: ownerOf(errorClass),
      next_action: nextAction,
    },
    infrastructure,
    ...(error instanceof ClusterUnreachableError &&
      error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
  };
}

/** Whose turn it is when a job fails for good with an error of the class. */
function ownerOf(errorClass: ErrorClass): FailureCause['owner'] {
  switch (errorClass) {
    case 'user_fixable':
      return 'store_owner';
    case 'operator_fixable':
    case 'poison':
      return 'platform_operator';
    default:
      return 'nobody';
  }
}
