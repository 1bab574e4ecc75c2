import { ReactElement, ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../../translation';
import { ActionDialog } from '../ActionDialog';

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
  const { name, ...rest } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <ActionDialog
      {...rest}
      width={560}
      confirmation={{ label: t('orphans.confirm', { name }), accepted: [name] }}
      cancelLabel={t('orphans.cancel')}
    />
  );
}
