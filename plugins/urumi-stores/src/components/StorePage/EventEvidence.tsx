import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { StateLabel } from '../StoreStatus';
import { DriftTable } from './DriftTable';
import { EvidenceTable } from './EvidenceTable';
import {
  ConnectionEvidence,
  OrderEvidence,
  isAsExpected,
  readConnections,
  readDrift,
  readOrder,
} from './readEvidence';

/** What a probe measured, for events that tell of one. */
export function EventEvidence(props: { event: StoreEvent }) {
  const { event } = props;
  if (event.event_type === 'probe.order_placed') {
    const order = readOrder(event.data);
    return order ? <OrderTable order={order} /> : null;
  }
  if (event.event_type === 'probe.isolation_measured') {
    const attempts = readConnections(event.data);
    return attempts.length > 0 ? (
      <ConnectionsTable attempts={attempts} />
    ) : null;
  }
  if (event.event_type === 'drift.detected') {
    const drift = readDrift(event.data);
    return drift.length > 0 ? <DriftTable drift={drift} /> : null;
  }
  return null;
}

function OrderTable(props: { order: OrderEvidence }) {
  const { orderNumber, total, calls } = props.order;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const milliseconds = calls.reduce((sum, call) => sum + call.milliseconds, 0);
  return (
    <EvidenceTable
      summary={t('events.order', {
        number: orderNumber,
        total,
        calls: String(calls.length),
        milliseconds: String(milliseconds),
      })}
      columns={[t('events.call'), t('events.callStatus'), t('events.callTime')]}
      rows={calls.map(({ call, status, milliseconds: took }) => [
        call,
        String(status),
        String(took),
      ])}
    />
  );
}

function ConnectionsTable(props: { attempts: ConnectionEvidence[] }) {
  const { attempts } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const unexpected = attempts.filter(attempt => !isAsExpected(attempt)).length;
  return (
    <EvidenceTable
      summary={t('events.attempts', {
        tried: String(attempts.length),
        unexpected: String(unexpected),
      })}
      columns={[
        t('events.attempt'),
        t('events.attemptResult'),
        t('events.expectation'),
      ]}
      rows={attempts.map(attempt => [
        attempt.name,
        attempt.connected ? t('events.connected') : t('events.notConnected'),
        <StateLabel
          tone={isAsExpected(attempt) ? 'good' : 'bad'}
          label={
            isAsExpected(attempt)
              ? t('events.asExpected')
              : t('events.notAsExpected')
          }
        />,
      ])}
    />
  );
}
