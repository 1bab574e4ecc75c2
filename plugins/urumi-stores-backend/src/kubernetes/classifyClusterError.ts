import { isError, stringifyError } from '@backstage/errors';
import {
  ClassifiedError,
  ClusterUnreachableError,
  ErrorClassification,
  KubernetesApiError,
} from './errors';

type Rule = { pattern: RegExp } & Omit<ErrorClassification, 'message'>;

/**
 * What the words of an API server mean, wherever they are met: in a `Status`, in Helm's output,
 * in an event. The first rule that fits holds.
 */
const RULES: readonly Rule[] = [
  {
    pattern: /exceeded quota/i,
    code: 'QuotaExceeded',
    errorClass: 'user_fixable',
    nextAction:
      'Delete the store and create it with a larger plan, or ask the platform team for a larger quota; then retry.',
    infrastructure: false,
  },
  {
    pattern: /status unknown for quota/i,
    code: 'QuotaNotCounted',
    errorClass: 'retryable',
    nextAction: 'Nothing: the quota is counted within seconds.',
    infrastructure: false,
  },
  {
    pattern: /violates PodSecurity/i,
    code: 'PodSecurityViolation',
    errorClass: 'operator_fixable',
    nextAction:
      "Change the engine's chart so that its pods meet the Pod Security standard `restricted`; then retry.",
    infrastructure: false,
  },
  {
    // One dead webhook refuses every store: it is the cluster that has to be healed.
    pattern: /failed (calling|to call) webhook/i,
    code: 'AdmissionWebhookDown',
    errorClass: 'operator_fixable',
    nextAction:
      'Start the admission webhook that the message names again, or remove it; the stores then go on by themselves.',
    infrastructure: true,
  },
  {
    pattern:
      /admission webhook|ValidatingAdmissionPolicy|MutatingAdmissionPolicy|denied the request/i,
    code: 'AdmissionRefused',
    errorClass: 'operator_fixable',
    nextAction:
      'Look at the admission webhook or policy that the message names; then retry.',
    infrastructure: false,
  },
  {
    pattern:
      /(maximum|minimum) (cpu|memory|storage|\S+ storage)? ?usage per|LimitRange/i,
    code: 'LimitRangeViolation',
    errorClass: 'operator_fixable',
    nextAction:
      "Make the sizes in the engine's plan fit its limit range; then retry.",
    infrastructure: false,
  },
  {
    pattern: /is being terminated|NamespaceTerminating/i,
    code: 'NamespaceTerminating',
    errorClass: 'retryable',
    nextAction: 'Nothing: it goes on once the old namespace is gone.',
    infrastructure: false,
  },
  {
    pattern: /\bUnauthorized\b|asked for the client to provide credentials/i,
    code: 'CredentialsRefused',
    errorClass: 'operator_fixable',
    nextAction: "Renew the credentials in the cluster's kubeconfig.",
    // Renewed credentials are picked up; the store has done nothing wrong.
    infrastructure: true,
  },
  {
    pattern:
      /cluster unreachable|connection refused|connection reset|no route to host|no such host|i\/o timeout|TLS handshake|x509:|context deadline exceeded|unexpected EOF|etcdserver|leader changed|server is currently unable|too many requests|http2: client connection lost/i,
    code: 'ClusterUnreachable',
    errorClass: 'retryable',
    nextAction: 'Nothing: it goes on when the cluster answers again.',
    infrastructure: true,
  },
  {
    pattern: /cannot \w+ resource|is forbidden: User/i,
    code: 'PermissionMissing',
    errorClass: 'operator_fixable',
    nextAction:
      "Grant the platform's account the right that the message names; then retry.",
    infrastructure: false,
  },
];

/** Classifies by the words of an API server; undefined when they say nothing that is known. */
export function classifyApiMessage(
  message: string,
): ErrorClassification | undefined {
  const rule = RULES.find(({ pattern }) => pattern.test(message));
  if (!rule) {
    return undefined;
  }
  const { pattern: _, ...classification } = rule;
  return { ...classification, message };
}

function classifyStatus(error: KubernetesApiError): ErrorClassification {
  const message = `${error.method} ${error.path}: ${error.message}`;
  const infrastructure = false;
  switch (error.status) {
    case 401:
      return {
        errorClass: 'operator_fixable',
        code: 'CredentialsRefused',
        message: `The cluster refuses the platform's credentials: ${message}`,
        nextAction: "Renew the credentials in the cluster's kubeconfig.",
        // Renewed credentials are picked up; the store has done nothing wrong.
        infrastructure: true,
      };
    case 403:
      return {
        errorClass: 'operator_fixable',
        code: 'Forbidden',
        message,
        nextAction:
          "Grant the platform's account the right that the message names; then retry.",
        infrastructure,
      };
    case 409:
    case 410:
      return {
        errorClass: 'retryable',
        code: 'Conflict',
        message,
        nextAction: 'Nothing: it is tried again by itself.',
        infrastructure,
      };
    case 422:
    case 400:
      return {
        errorClass: 'operator_fixable',
        code: 'ObjectInvalid',
        message: `The cluster refuses an object of the store: ${message}`,
        nextAction: "Correct the engine's chart or plan; then retry.",
        infrastructure,
      };
    default:
      return {
        errorClass: 'operator_fixable',
        code: 'KubernetesRequestRefused',
        message,
        nextAction:
          'Look at the message: the cluster refused a request that it should accept.',
        infrastructure,
      };
  }
}

/**
 * What an error of the cluster means: who has to act, and whether waiting helps.
 *
 * @remarks
 * An error that does not come from a cluster is `retryable` with the code `UnexpectedError`: a
 * bounded number of attempts decides over it.
 */
export function classifyClusterError(error: unknown): ErrorClassification {
  if (error instanceof ClassifiedError) {
    return error.classification;
  }
  if (error instanceof ClusterUnreachableError) {
    return {
      errorClass: 'retryable',
      code: 'ClusterUnreachable',
      message: error.message,
      nextAction: 'Nothing: it goes on when the cluster answers again.',
      infrastructure: true,
    };
  }
  if (error instanceof KubernetesApiError) {
    const known =
      error.status === 401 ? undefined : classifyApiMessage(error.message);
    return known
      ? { ...known, message: `${error.method} ${error.path}: ${error.message}` }
      : classifyStatus(error);
  }
  return {
    errorClass: 'retryable',
    code: 'UnexpectedError',
    message: isError(error) ? error.message : stringifyError(error),
    nextAction: 'Nothing: it is tried again by itself.',
    infrastructure: false,
  };
}
