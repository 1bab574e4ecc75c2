import { Link, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { NEW_TAB } from '../../lib/newTab';
import { urumiStoresTranslationRef } from '../../translation';

/** Where people shop, once they can. */
export function StoreAddress(props: {
  store: Pick<Store, 'url' | 'hostname'>;
}) {
  const { url, hostname } = props.store;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return url ? (
    <Link
      href={url}
      {...NEW_TAB}
      aria-label={t('store.newTab', { text: hostname })}
      style={{ overflowWrap: 'anywhere' }}
    >
      {hostname}
    </Link>
  ) : (
    <Text color="secondary">{t('list.noAddress')}</Text>
  );
}
