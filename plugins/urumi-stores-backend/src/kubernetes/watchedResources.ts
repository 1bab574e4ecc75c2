import { MANAGED_LABEL } from '@urumi/backstage-plugin-urumi-stores-common';
import { STORE_NAMESPACE_PREFIX } from './storeNamespaces';
import { KubernetesObject } from './KubernetesObject';
import {
  projectIngress,
  projectService,
  projectVolume,
  projectWarning,
} from './objectProjections';
import {
  ObjectView,
  projectClaim,
  projectJob,
  projectNamespace,
  projectPod,
  projectReplicaSet,
  projectRollout,
} from './projections';
import { objectPath } from './resourcePaths';
import { WatchedResource } from './ResourceWatch';

const WARNINGS_PER_STORE = 30;

/** Couples a resource with its projection; the API server answers for the object's shape. */
function watched<Raw extends KubernetesObject, View extends ObjectView>(
  apiVersion: string,
  kind: string,
  project: (object: Raw, previous: View | undefined, now: number) => View,
  rest: Partial<WatchedResource<NoInfer<View>>> = {
    labelSelector: `${MANAGED_LABEL}=true`,
  },
): WatchedResource<View> {
  const path = objectPath(apiVersion, kind);
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    project: (object, previous, now) => project(object as Raw, previous, now),
    ...rest,
  };
}

const isOfStore = (view: ObjectView) =>
  view.namespace.startsWith(STORE_NAMESPACE_PREFIX);

/**
 * All that is watched in a cluster. Secrets are not among it and must never be: watching them
 * would need the right to read those of the whole cluster.
 */
export const WATCHED_RESOURCES = {
  namespaces: watched('v1', 'Namespace', projectNamespace),
  pods: watched('v1', 'Pod', projectPod),
  deployments: watched('apps/v1', 'Deployment', projectRollout),
  replicaSets: watched('apps/v1', 'ReplicaSet', projectReplicaSet),
  statefulSets: watched('apps/v1', 'StatefulSet', projectRollout),
  jobs: watched('batch/v1', 'Job', projectJob),
  claims: watched('v1', 'PersistentVolumeClaim', projectClaim),
  ingresses: watched('networking.k8s.io/v1', 'Ingress', projectIngress),
  services: watched('v1', 'Service', projectService),
  // Events and volumes are made by controllers, which put no label of ours on them.
  warnings: watched('v1', 'Event', projectWarning, {
    fieldSelector: 'type=Warning',
    keep: isOfStore,
    limitPerNamespace: WARNINGS_PER_STORE,
  }),
  volumes: watched('v1', 'PersistentVolume', projectVolume, {
    keep: isOfStore,
  }),
};
