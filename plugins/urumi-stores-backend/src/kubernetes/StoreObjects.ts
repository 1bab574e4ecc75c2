import {
  ClaimView,
  IngressView,
  JobView,
  NamespaceView,
  PodView,
  ReplicaSetView,
  RolloutView,
  ServiceView,
  VolumeView,
  WarningView,
} from './projections';

/** What a cluster holds of one store, as the shared watch saw it last. */
export interface StoreObjects {
  namespace: NamespaceView | undefined;
  pods: PodView[];
  deployments: RolloutView[];
  replicaSets: ReplicaSetView[];
  statefulSets: RolloutView[];
  jobs: JobView[];
  claims: ClaimView[];
  ingresses: IngressView[];
  services: ServiceView[];
  /** Warning events of the namespace. */
  warnings: WarningView[];
  /** Volumes that a claim of the namespace holds or held. */
  volumes: VolumeView[];
}
