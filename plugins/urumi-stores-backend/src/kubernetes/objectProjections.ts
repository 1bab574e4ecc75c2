import {
  IngressView,
  Raw,
  ServiceView,
  VolumeView,
  WarningView,
  base,
  milliseconds,
} from './projections';
import { KubernetesObject } from './KubernetesObject';

export function projectIngress(
  object: Raw<
    { ingressClassName?: string; rules?: { host?: string }[] },
    { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } }
  >,
): IngressView {
  const point = object.status?.loadBalancer?.ingress?.[0];
  return {
    ...base(object),
    className: object.spec?.ingressClassName,
    hosts: (object.spec?.rules ?? []).flatMap(({ host }) => host ?? []),
    address: point?.ip ?? point?.hostname,
  };
}

export function projectService(
  object: Raw<
    { type?: string; clusterIP?: string; ports?: { port: number }[] },
    unknown
  >,
): ServiceView {
  return {
    ...base(object),
    type: object.spec?.type ?? 'ClusterIP',
    clusterIp: object.spec?.clusterIP,
    ports: (object.spec?.ports ?? []).map(({ port }) => port),
  };
}

export function projectVolume(
  object: Raw<
    { claimRef?: { namespace?: string; name?: string } },
    { phase?: string }
  >,
): VolumeView {
  const { claimRef } = object.spec ?? {};
  return {
    ...base(object),
    namespace: claimRef?.namespace ?? '',
    phase: object.status?.phase ?? '',
    claim:
      claimRef?.namespace && claimRef.name
        ? { namespace: claimRef.namespace, name: claimRef.name }
        : undefined,
  };
}

/** An event of either generation of the events API: each fills other time fields. */
type RawEvent = KubernetesObject & {
  reason?: string;
  message?: string;
  count?: number;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { count?: number; lastObservedTime?: string } | null;
  involvedObject: { kind?: string; name?: string; uid?: string };
};

export function projectWarning(
  object: RawEvent,
  _previous: WarningView | undefined,
  now: number,
): WarningView {
  const { involvedObject, series } = object;
  const times = [
    object.firstTimestamp,
    object.eventTime,
    object.lastTimestamp,
    series?.lastObservedTime,
  ].flatMap(time => milliseconds(time) ?? []);
  return {
    ...base(object),
    reason: object.reason ?? '',
    message: object.message ?? '',
    about: {
      kind: involvedObject.kind ?? '',
      name: involvedObject.name ?? '',
      uid: involvedObject.uid ?? '',
    },
    count: series?.count ?? object.count ?? 1,
    firstSeen: times.length ? Math.min(...times) : now,
    lastSeen: times.length ? Math.max(...times) : now,
  };
}
