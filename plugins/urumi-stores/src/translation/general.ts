/** What all pages say. */
export const generalMessages = {
  title: 'Stores',
  retry: 'Try again',
  loading: 'Loading',
  simulated: {
    title: 'Simulated cluster: nothing of these stores really runs',
    description:
      'The nodes of this cluster only play their pods. Stores are installed and watched for real, but nobody can shop in them, so no order was placed to verify them.',
  },
  status: {
    QUEUED: 'Queued',
    PROVISIONING: 'Provisioning',
    READY: 'Ready',
    FAILED: 'Failed',
    DELETING: 'Deleting',
    DELETED: 'Deleted',
  },
  step: {
    pending: 'Not started',
    running: 'Running',
    waiting: 'Waiting',
    done: 'Done',
    skipped: 'Skipped',
    failed: 'Failed',
  },
  health: {
    healthy: 'Healthy',
    progressing: 'In progress',
    failed: 'Failed',
    unknown: 'Unknown',
  },
  condition: { true: 'Yes', false: 'No', unknown: 'Unknown' },
  error: {
    denied: 'You may not do this',
    deniedHint:
      'Ask a platform engineer for the permission, or a member of the owning team to do it.',
    notFound: 'There is no such store',
    notFoundHint:
      'The address may be mistyped. Deleted stores stay readable and are found with "Show deleted".',
    conflict: 'Not possible in this state',
    limited: 'Too many requests',
    limitedIn: 'Too many requests: try again in {{seconds}} s',
    invalid: 'The request is not right',
    other: 'The stores backend could not answer',
  },
  readiness: {
    unreachable: 'The stores backend does not answer',
    notReady: 'The stores backend is not ready',
    cluster: 'Cluster {{name}} cannot be reached',
    incident: 'Cluster {{name}} holds stores up',
    since: 'for {{duration}}.',
    storesWaiting_one: 'One store waits.',
    storesWaiting_other: '{{count}} stores wait.',
    operator: 'For a platform operator: {{action}}',
    waits: 'Work waits and goes on by itself.',
  },
} as const;
