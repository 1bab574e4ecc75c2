import { ReactElement, ReactNode, useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  TextField,
} from '@backstage/ui';
import { ErrorLike, toError } from '@backstage/errors';
import { useApi } from '@backstage/core-plugin-api';
import { toastApiRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { TOAST_MS } from '../../lib/time';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';

/** A button that asks for the name of a leftover before it does something with it. */
export function OrphanDialog(props: {
  /** The button that opens the question. */
  trigger: ReactElement;
  title: string;
  /** Name of the leftover, to be typed. */
  name: string;
  /** What will be, and what will be lost. */
  children: ReactNode;
  submitLabel: string;
  destructive?: boolean;
  /** Does it. */
  run: () => Promise<unknown>;
  /** What is told when it is done. */
  done: string;
  onDone: () => void;
}) {
  const { trigger, title, name, children, submitLabel, run, done } = props;
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorLike>();

  const onOpenChange = (open: boolean) => {
    setIsOpen(open);
    setTyped('');
    setError(undefined);
  };
  const onSubmit = async () => {
    setIsBusy(true);
    setError(undefined);
    try {
      await run();
      onOpenChange(false);
      toastApi.post({ title: done, status: 'info', timeout: TOAST_MS });
      props.onDone();
    } catch (failure) {
      setError(toError(failure));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      {trigger}
      <Dialog width={560}>
        <DialogHeader>{title}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            {children}
            <TextField
              label={t('orphans.confirm', { name })}
              value={typed}
              onChange={setTyped}
              autoComplete="off"
            />
            {error && (
              <ApiErrorState error={error} title={t('store.actionFailed')} />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('orphans.cancel')}
          </Button>
          <Button
            variant="primary"
            destructive={props.destructive}
            isDisabled={typed !== name}
            isPending={isBusy}
            onPress={onSubmit}
          >
            {submitLabel}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}
