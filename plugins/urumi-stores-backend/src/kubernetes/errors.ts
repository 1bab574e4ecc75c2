import { CustomErrorBase, ServiceUnavailableError } from '@backstage/errors';
import { ErrorClass } from '@urumi/backstage-plugin-urumi-stores-common';

/** What a failure of the outside world means for the job that met it. */
export interface ErrorClassification {
  errorClass: ErrorClass;
  /** CamelCase word for programs, such as `QuotaExceeded`. */
  code: string;
  /** What happened, to what. */
  message: string;
  /** What has to be done about it. */
  nextAction: string;
  /** True when the cluster is at fault and not the store: such a failure uses up no attempt. */
  infrastructure: boolean;
}

/**
 * The cluster did not answer, or answered that it cannot at the moment. Trying again later helps.
 */
export class ClusterUnreachableError extends ServiceUnavailableError {
  /** Milliseconds that the server asked to wait, if it did. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: { cause?: Error; retryAfterMs?: number } = {},
  ) {
    super(message, options.cause);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The Kubernetes API answered with a `Status` that refuses the request. */
export class KubernetesApiError extends CustomErrorBase {
  name = 'KubernetesApiError' as const;
  /** HTTP status. */
  readonly status: number;
  /** Reason of the `Status` body, such as `Forbidden`. */
  readonly reason: string;
  readonly method: string;
  readonly path: string;

  constructor(options: {
    status: number;
    reason: string;
    message: string;
    method: string;
    path: string;
  }) {
    super(options.message);
    this.status = options.status;
    this.reason = options.reason;
    this.method = options.method;
    this.path = options.path;
  }
}

/** Whether the API itself says that the object does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof KubernetesApiError && error.reason === 'NotFound';
}

/** Whether the name of an object to be created is taken. */
export function isAlreadyExists(error: unknown): boolean {
  return (
    error instanceof KubernetesApiError && error.reason === 'AlreadyExists'
  );
}

/** A failure whose meaning is known where it is thrown. */
export class ClassifiedError extends CustomErrorBase {
  name = 'ClassifiedError' as const;
  readonly classification: ErrorClassification;

  constructor(classification: ErrorClassification, cause?: Error) {
    super(classification.message, cause);
    this.classification = classification;
  }
}
