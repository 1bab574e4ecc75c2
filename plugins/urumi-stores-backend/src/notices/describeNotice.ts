import { NotificationPayload } from '@backstage/plugin-notifications-common';
import { StoreNotice, StoreRow } from '../database/rows';

/** Where the app shows a store. */
const PAGE = '/stores';

const WORDS: Record<
  StoreNotice['kind'],
  { outcome: string; severity: NotificationPayload['severity'] }
> = {
  ready: { outcome: 'is ready', severity: 'normal' },
  failed: { outcome: 'has failed', severity: 'high' },
  degraded: { outcome: 'does not work as it should', severity: 'high' },
  recovered: { outcome: 'works again', severity: 'normal' },
  deleted: { outcome: 'is deleted', severity: 'low' },
};

/**
 * A notice as the owner of the store reads it. The scope is the store's: what was told of it before
 * goes, so that a repetition changes nothing and the list holds one line for each store.
 */
export function describeNotice(
  store: Pick<StoreRow, 'id' | 'display_name' | 'hostname' | 'url'>,
  { kind, text }: StoreNotice,
): NotificationPayload {
  const { outcome, severity } = WORDS[kind];
  const description = text ?? (kind === 'ready' ? store.url : null);
  return {
    title: `Store ${store.display_name || store.hostname} ${outcome}`,
    ...(description !== null && { description }),
    link: `${PAGE}/${store.id}`,
    severity,
    topic: `urumi-stores.${topicOf(kind)}`,
    scope: `urumi-stores:${store.id}`,
  };
}

/** What people mute, and operators turn off: a store that works again goes with those that do not. */
export function topicOf(
  kind: StoreNotice['kind'],
): Exclude<StoreNotice['kind'], 'recovered'> {
  return kind === 'recovered' ? 'degraded' : kind;
}
