import { classifyHelmFailure } from '../helm';
import { classifyClusterError } from './classifyClusterError';
import {
  ClassifiedError,
  ClusterUnreachableError,
  KubernetesApiError,
} from './errors';

const refused = (status: number, reason: string, message: string) =>
  new KubernetesApiError({
    status,
    reason,
    message,
    method: 'POST',
    path: '/api/v1/namespaces/store-1/secrets',
  });

describe('classifyClusterError', () => {
  it.each<[string, unknown, object]>([
    [
      'unreachable',
      new ClusterUnreachableError('gone'),
      { errorClass: 'retryable', infrastructure: true },
    ],
    [
      'missing right',
      refused(
        403,
        'Forbidden',
        'secrets is forbidden: User "x" cannot create resource "secrets" in API group "" in the namespace "store-1"',
      ),
      {
        errorClass: 'operator_fixable',
        code: 'PermissionMissing',
        message: expect.stringContaining(
          'cannot create resource "secrets" in API group "" in the namespace "store-1"',
        ),
      },
    ],
    [
      'quota',
      refused(
        403,
        'Forbidden',
        'exceeded quota: store, requested: count/secrets=1',
      ),
      { errorClass: 'user_fixable', code: 'QuotaExceeded' },
    ],
    [
      'webhook down',
      refused(
        500,
        'InternalError',
        'Internal error occurred: failed calling webhook "x.test"',
      ),
      {
        errorClass: 'operator_fixable',
        code: 'AdmissionWebhookDown',
        infrastructure: true,
      },
    ],
    [
      'webhook that says no',
      refused(
        403,
        'Forbidden',
        'admission webhook "x.test" denied the request: no',
      ),
      {
        errorClass: 'operator_fixable',
        code: 'AdmissionRefused',
        infrastructure: false,
      },
    ],
    [
      'terminating',
      refused(
        403,
        'Forbidden',
        'unable to create new content in namespace store-1 because it is being terminated',
      ),
      { errorClass: 'retryable', code: 'NamespaceTerminating' },
    ],
    [
      'conflict',
      refused(409, 'Conflict', 'the object has been modified'),
      { errorClass: 'retryable', infrastructure: false },
    ],
    [
      'invalid',
      refused(422, 'Invalid', 'Secret "" is invalid'),
      { errorClass: 'operator_fixable', code: 'ObjectInvalid' },
    ],
    [
      'credentials',
      refused(401, 'Unauthorized', 'Unauthorized'),
      { errorClass: 'operator_fixable', code: 'CredentialsRefused' },
    ],
    [
      'already classified',
      new ClassifiedError(
        classifyHelmFailure(
          'Error: another operation (install/upgrade/rollback) is in progress',
        ),
      ),
      { errorClass: 'needs_unlock', code: 'ReleaseLocked' },
    ],
    [
      'anything else',
      new Error('boom'),
      {
        errorClass: 'retryable',
        code: 'UnexpectedError',
        infrastructure: false,
      },
    ],
  ])('%s', (_, error, expected) => {
    expect(classifyClusterError(error)).toMatchObject(expected);
  });
});

describe('classifyHelmFailure', () => {
  it.each([
    [
      'Error: Kubernetes cluster unreachable: Get "https://x/version": dial tcp: connect: connection refused',
      'ClusterUnreachable',
      'retryable',
    ],
    [
      'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress',
      'ReleaseLocked',
      'needs_unlock',
    ],
    [
      "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nshop:\n- at '/replicas': got string, want integer",
      'ChartValuesInvalid',
      'operator_fixable',
    ],
    [
      'Error: template: shop/templates/web.yaml:3:2: executing "x": error calling required',
      'ChartBroken',
      'operator_fixable',
    ],
    [
      'Error: UPGRADE FAILED: conflict occurred while applying object store-1/web apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with "kubectl-edit"',
      'FieldConflict',
      'operator_fixable',
    ],
    [
      'Error: INSTALLATION FAILED: persistentvolumeclaims "x" is forbidden: exceeded quota: store',
      'QuotaExceeded',
      'user_fixable',
    ],
    [
      'Error: query: failed to query with labels: secrets is forbidden: User "x" cannot list resource "secrets"',
      'PermissionMissing',
      'operator_fixable',
    ],
    [
      'Error: Kubernetes cluster unreachable: the server has asked for the client to provide credentials',
      'CredentialsRefused',
      'operator_fixable',
    ],
    [
      'Error: create: failed to create: Secret "sh.helm.release.v1.x.v1" is invalid: data: Too long: may not be more than 1048576 bytes',
      'ReleaseTooLarge',
      'operator_fixable',
    ],
    [
      'Error: create: failed to create: Request entity too large: limit is 3145728',
      'ReleaseTooLarge',
      'operator_fixable',
    ],
    ['Error: something new', 'HelmFailed', 'retryable'],
  ])('%s', (stderr, code, errorClass) => {
    expect(classifyHelmFailure(stderr)).toMatchObject({ code, errorClass });
  });

  it('quotes the error and not the log lines around it', () => {
    const { message } = classifyHelmFailure(
      'level=WARN msg="unable to find exact version"\nError: something new\n',
    );
    expect(message).toBe('something new');
  });
});
