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

/** A button that says what it will do, and asks, before it does it. */
export function ActionDialog(props: {
  /** The button that opens the question. */
  trigger: ReactElement;
  title: string;
  width: number;
  /** What will be, and what will be lost. */
  children: ReactNode;
  /** What has to be typed first; nothing by default. */
  confirmation?: { label: string; accepted: readonly string[] };
  cancelLabel: string;
  submitLabel: string;
  destructive?: boolean;
  /** Does it. */
  run: () => Promise<unknown>;
  /** What is told when it is done. */
  done: string;
  onDone: () => void;
}) {
  const { trigger, title, width, children, confirmation, run, done } = props;
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
      <Dialog width={width}>
        <DialogHeader>{title}</DialogHeader>
        <DialogBody>
          <Flex direction="column" gap="3">
            {children}
            {confirmation && (
              <TextField
                label={confirmation.label}
                value={typed}
                onChange={setTyped}
                autoComplete="off"
              />
            )}
            {error && (
              <ApiErrorState error={error} title={t('store.actionFailed')} />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {props.cancelLabel}
          </Button>
          <Button
            variant="primary"
            destructive={props.destructive}
            isDisabled={confirmation && !confirmation.accepted.includes(typed)}
            isPending={isBusy}
            onPress={onSubmit}
          >
            {props.submitLabel}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}
