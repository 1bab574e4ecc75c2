import { clusterIncident } from './clusterIncident';

const SINCE = new Date('2026-11-23T10:00:00Z');
const HELD_SINCE = Date.parse('2026-11-23T11:00:00Z');

const incident = (
  reachable: boolean,
  stores?: Partial<Parameters<typeof clusterIncident>[0]['stores']>,
) =>
  clusterIncident({
    name: 'west',
    status: { reachable, synced: reachable, since: SINCE },
    stores: stores && {
      busy: 7,
      held: 0,
      heldSince: undefined,
      message: undefined,
      ...stores,
    },
  });

describe('clusterIncident', () => {
  it('is none while the cluster answers and holds nobody up', () => {
    expect(incident(true)).toBeUndefined();
    expect(incident(true, {})).toBeUndefined();
  });

  it('is that the cluster does not answer, which holds up all that is in hand', () => {
    expect(incident(false)).toMatchObject({ stores_waiting: 0 });
    expect(incident(false, { held: 2, heldSince: HELD_SINCE })).toEqual({
      code: 'ClusterUnreachable',
      message: "The cluster 'west' does not answer.",
      owner: 'platform_operator',
      next_action: expect.stringContaining('API server'),
      since: '2026-11-23T10:00:00.000Z',
      stores_waiting: 7,
    });
  });

  it.each([
    [
      'POST /apis/apps/v1/namespaces/store-1/x: failed calling webhook "check.test": Post "https://10.0.0.1:443": connection refused',
      'AdmissionWebhookDown',
      /'check\.test' of cluster 'west' does not answer/,
      /Start the admission webhook/,
    ],
    [
      "The cluster refuses the platform's credentials: GET /version: Unauthorized",
      'CredentialsRefused',
      /refuses the platform's credentials/,
      /Renew the credentials/,
    ],
    [
      `The pods of cluster 'west' cannot be watched: pods is forbidden: User "x" cannot list resource "pods"`,
      'PermissionMissing',
      /lacks a right/,
      /Grant/,
    ],
    [
      "Cluster 'west' cannot serve at the moment (HTTP 429): too many requests",
      'ClusterUnreachable',
      /cannot serve/,
      /API server/,
    ],
  ])('is what its stores were told: %s', (message, code, words, action) => {
    const found = incident(true, { held: 3, heldSince: HELD_SINCE, message });
    expect(found).toEqual({
      code,
      message: expect.stringMatching(words),
      owner: 'platform_operator',
      next_action: expect.stringMatching(action),
      since: '2026-11-23T11:00:00.000Z',
      stores_waiting: 3,
    });
    expect(found?.message).not.toMatch(/10\.0|store-1/);
  });
});
