import { Flex, Select } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../../translation';
import {
  EVENT_IMPORTANCES,
  EVENT_KINDS,
  EventFilter,
} from '../../lib/eventFilter';

/** Which entries of the activity log are shown. */
export function EventFilterBar(props: {
  filter: EventFilter;
  onChange: (filter: EventFilter) => void;
}) {
  const { filter, onChange } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Flex gap="3" style={{ flexWrap: 'wrap' }}>
      <Select
        size="small"
        label={t('events.importance')}
        value={filter.importance}
        onChange={key =>
          onChange({
            ...filter,
            importance:
              EVENT_IMPORTANCES.find(one => one === key) ?? 'everything',
          })
        }
        options={EVENT_IMPORTANCES.map(one => ({
          id: one,
          label: t(`events.${one}`),
        }))}
        style={{ width: 190 }}
      />
      <Select
        size="small"
        label={t('events.kind')}
        value={filter.kind}
        onChange={key =>
          onChange({
            ...filter,
            kind: EVENT_KINDS.find(one => one === key) ?? 'everything',
          })
        }
        options={EVENT_KINDS.map(one => ({
          id: one,
          label:
            one === 'everything'
              ? t('events.everything')
              : t(`eventKind.${one}`),
        }))}
        style={{ width: 190 }}
      />
    </Flex>
  );
}
