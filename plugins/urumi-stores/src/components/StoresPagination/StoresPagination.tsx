import { Button, Flex } from '@backstage/ui';
import { RiArrowLeftSLine, RiArrowRightSLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../../translation';

/** The ways to the neighbours of the shown page; nothing where all stores are on one. */
export function StoresPagination(props: {
  /** A way that is missing leads nowhere. */
  stores: { onNextPage?: () => void; onPreviousPage?: () => void };
}) {
  const { onNextPage, onPreviousPage } = props.stores;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  if (!onNextPage && !onPreviousPage) {
    return null;
  }
  return (
    <nav aria-label={t('list.pages')}>
      <Flex justify="end" gap="2">
        <Button
          variant="secondary"
          iconStart={<RiArrowLeftSLine />}
          isDisabled={!onPreviousPage}
          onPress={() => onPreviousPage?.()}
        >
          {t('list.previousPage')}
        </Button>
        <Button
          variant="secondary"
          iconEnd={<RiArrowRightSLine />}
          isDisabled={!onNextPage}
          onPress={() => onNextPage?.()}
        >
          {t('list.nextPage')}
        </Button>
      </Flex>
    </nav>
  );
}
