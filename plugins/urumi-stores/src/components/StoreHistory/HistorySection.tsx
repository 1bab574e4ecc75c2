import { Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { Section } from '../Section';
import { Revisions } from './Revisions';

/** What the store was made of, over time. It asks the store's cluster as soon as it is shown. */
export function HistorySection(props: {
  store: StoreDetails;
  onChanged: () => void;
}) {
  const { store, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Section title={t('history.title')}>
      <Flex direction="column" gap="3">
        <Text as="p" variant="body-small" color="secondary">
          {t('history.hint')}
        </Text>
        <Revisions store={store} onChanged={onChanged} />
      </Flex>
    </Section>
  );
}
