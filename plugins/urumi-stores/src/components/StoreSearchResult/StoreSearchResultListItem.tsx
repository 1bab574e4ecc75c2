import { ReactNode } from 'react';
import { Flex, Link, Skeleton, Text } from '@backstage/ui';
import { RiStore2Line } from '@remixicon/react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import { useOneOfManyStores } from '../../hooks/useOneOfManyStores';
import { NEW_TAB } from '../../lib/newTab';
import { urumiStoresTranslationRef } from '../../translation';
import { StoreStatusLabel, TroubleLabels } from '../StoreStatus';
import { readStoreId } from './isStoreSearchResult';

/** What a search page gives to each of its results. @public */
export interface StoreSearchResultListItemProps {
  /** Missing only while the page is put together. */
  result?: SearchDocument;
  highlight?: ResultHighlight;
  /** Default: a shop. */
  icon?: ReactNode | ((result: SearchDocument) => ReactNode);
}

/** A store among search results, with the status that it has now. */
export function StoreSearchResultListItem(
  props: StoreSearchResultListItemProps,
) {
  const { result, highlight, icon = <RiStore2Line /> } = props;
  if (!result) {
    return null;
  }
  const storeId = readStoreId(result);
  return (
    <Flex gap="3" align="start">
      <span aria-hidden="true">
        {typeof icon === 'function' ? icon(result) : icon}
      </span>
      <Flex direction="column" gap="1">
        <Link href={result.location} variant="title-x-small">
          <Highlighted text={result.title} field="title" from={highlight} />
        </Link>
        <Text as="p" color="secondary" style={{ overflowWrap: 'anywhere' }}>
          <Highlighted text={result.text} field="text" from={highlight} />
        </Text>
        {storeId && <StatusNow storeId={storeId} />}
      </Flex>
    </Flex>
  );
}

/** Nothing, when the user may not see the store, or nobody can tell its status. */
function StatusNow(props: { storeId: string }) {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value: store, error } = useOneOfManyStores(props.storeId);
  if (store === undefined && !error) {
    return (
      <div role="status" aria-label={t('loading')}>
        <Skeleton width={120} height={18} />
      </div>
    );
  }
  if (!store) {
    return null;
  }
  return (
    <Flex gap="3" align="center" style={{ flexWrap: 'wrap' }}>
      <StoreStatusLabel status={store.status} />
      <TroubleLabels store={store} />
      {store.url && (
        <Link
          href={store.url}
          {...NEW_TAB}
          aria-label={t('store.newTab', {
            text: `${t('searchResult.visit')}: ${store.hostname}`,
          })}
        >
          {t('searchResult.visit')}
        </Link>
      )}
    </Flex>
  );
}

function Highlighted(props: {
  text: string;
  field: string;
  from: ResultHighlight | undefined;
}) {
  const { text, field, from } = props;
  const highlighted = from?.fields[field];
  return from && highlighted ? (
    <HighlightedSearchResultText
      text={highlighted}
      preTag={from.preTag}
      postTag={from.postTag}
    />
  ) : (
    <>{text}</>
  );
}
