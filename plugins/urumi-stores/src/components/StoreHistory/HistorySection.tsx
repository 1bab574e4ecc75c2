import { useState } from 'react';
import { Button, Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { Section } from '../Section';
import { Revisions } from './Revisions';

/**
 * What the store was made of, over time. It is read when somebody asks for it: the store's cluster is
 * asked then.
 */
export function HistorySection(props: {
  store: StoreDetails;
  onChanged: () => void;
}) {
  const { store, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Section title={t('history.title')}>
      <Flex direction="column" gap="3">
        <Text as="p" variant="body-small" color="secondary">
          {t('history.hint')}
        </Text>
        {isOpen ? (
          <Revisions store={store} onChanged={onChanged} />
        ) : (
          <div>
            <Button variant="secondary" onPress={() => setIsOpen(true)}>
              {t('history.show')}
            </Button>
          </div>
        )}
      </Flex>
    </Section>
  );
}
