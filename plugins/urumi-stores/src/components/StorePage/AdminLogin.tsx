import { useCallback, useEffect, useRef, useState } from 'react';
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
  VisuallyHidden,
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
import { useNow } from '../../hooks/useNow';
import { NEW_TAB } from '../../lib/newTab';
import { readApiError } from '../../lib/readApiError';
import { TOAST_MS } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Facts } from '../Facts';

/** How long a login is shown. */
const SHOWN_MS = 30_000;

/**
 * Shows the admin login when asked, and forgets it when closed, after half a minute, and when the
 * browser's tab is left.
 */
export function AdminLogin(props: { store: Store }) {
  const { store } = props;
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  const [login, setLogin] = useState<StoreCredentials>();
  const [error, setError] = useState<ErrorLike>();

  /** Counts up with each hiding: what was asked for before is of no interest then. */
  const hidings = useRef(0);
  const hide = useCallback(() => {
    hidings.current += 1;
    setIsOpen(false);
    setLogin(undefined);
    setError(undefined);
  }, []);
  useEffect(() => {
    if (!isOpen) {
      return undefined;
    }
    const hideWhenLeft = () => {
      if (document.hidden) {
        hide();
      }
    };
    document.addEventListener('visibilitychange', hideWhenLeft);
    return () => document.removeEventListener('visibilitychange', hideWhenLeft);
  }, [isOpen, hide]);
  useEffect(() => {
    if (!login) {
      return undefined;
    }
    const timer = setTimeout(hide, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [login, hide]);

  const reveal = async () => {
    const hiding = hidings.current;
    setError(undefined);
    try {
      const read = await storesApi.getCredentials(store.id);
      if (hiding === hidings.current) {
        setLogin(read);
      }
    } catch (failure) {
      if (hiding === hidings.current) {
        setError(toError(failure));
      }
    }
  };
  const onOpenChange = (open: boolean) => {
    hide();
    if (open) {
      setIsOpen(true);
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
            {login && (
              <>
                <LoginFacts login={login} />
                <HidesIn />
              </>
            )}
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

/** How long the login is still shown. It is not announced: that would interrupt all else. */
function HidesIn() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const now = useNow(1_000);
  const [until] = useState(() => Date.now() + SHOWN_MS);
  return (
    <Text as="p" variant="body-small" color="secondary">
      {t('login.hidesIn', {
        seconds: String(Math.max(0, Math.ceil((until - now) / 1_000))),
      })}
    </Text>
  );
}

function Copyable(props: { text: string; label: string }) {
  const { text, label } = props;
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [spoken, setSpoken] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSpoken(t('login.copied'));
      toastApi.post({
        title: t('login.copied'),
        status: 'success',
        timeout: TOAST_MS,
      });
    } catch {
      setSpoken(t('login.copyFailed'));
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
      {/* The message of the app stands outside of the dialog, where screen readers do not look now. */}
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
    </Flex>
  );
}
