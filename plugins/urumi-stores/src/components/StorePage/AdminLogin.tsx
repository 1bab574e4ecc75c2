import { useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  Link,
  Skeleton,
  Text,
} from '@backstage/ui';
import { RiFileCopyLine, RiKey2Line } from '@remixicon/react';
import { ErrorLike, toError } from '@backstage/errors';
import { useApi } from '@backstage/core-plugin-api';
import { toastApiRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Store,
  StoreCredentials,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { NEW_TAB } from '../../lib/newTab';
import { readApiError } from '../../lib/readApiError';
import { TOAST_MS } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Facts } from '../Facts';

/** Shows the admin login when asked, and forgets it when closed. */
export function AdminLogin(props: { store: Store }) {
  const { store } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  const [login, setLogin] = useState<StoreCredentials>();
  const [error, setError] = useState<ErrorLike>();

  const reveal = async () => {
    setError(undefined);
    try {
      setLogin(await storesApi.getCredentials(store.id));
    } catch (failure) {
      setError(toError(failure));
    }
  };
  const onOpenChange = (open: boolean) => {
    setIsOpen(open);
    setLogin(undefined);
    setError(undefined);
    if (open) {
      reveal();
    }
  };

  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      <Button variant="secondary" iconStart={<RiKey2Line />}>
        {t('login.show')}
      </Button>
      <Dialog width={520}>
        <DialogHeader>{t('login.title')}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            <Text as="p" color="secondary">
              {t('login.warning')}
            </Text>
            {login && <LoginFacts login={login} />}
            {error && (
              <ApiErrorState
                error={error}
                onRetry={reveal}
                {...(readApiError(error).kind === 'conflict' && {
                  title: t('login.notYet'),
                })}
              />
            )}
            {!login && !error && (
              <div role="status" aria-label={t('loading')}>
                <Skeleton height={64} />
              </div>
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('login.hide')}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}

function LoginFacts(props: { login: StoreCredentials }) {
  const { login } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Facts
      facts={[
        [
          t('login.page'),
          <Link
            href={login.admin_url}
            {...NEW_TAB}
            aria-label={t('store.newTab', { text: login.admin_url })}
          >
            {login.admin_url}
          </Link>,
        ],
        [
          t('login.username'),
          <Copyable text={login.username} label={t('login.copyUsername')} />,
        ],
        [
          t('login.password'),
          <Copyable text={login.password} label={t('login.copyPassword')} />,
        ],
      ]}
    />
  );
}

function Copyable(props: { text: string; label: string }) {
  const { text, label } = props;
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toastApi.post({
        title: t('login.copied'),
        status: 'success',
        timeout: TOAST_MS,
      });
    } catch {
      // Refused, or not there at all without TLS. The text can be selected by hand.
      toastApi.post({
        title: t('login.copyFailed'),
        status: 'warning',
        timeout: TOAST_MS,
      });
    }
  };
  return (
    <Flex align="center" gap="2">
      <code>{text}</code>
      <Button
        variant="tertiary"
        size="small"
        aria-label={label}
        iconStart={<RiFileCopyLine />}
        onPress={copy}
      />
    </Flex>
  );
}
