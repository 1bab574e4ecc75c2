import { Alert } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { readApiError } from '../../lib/readApiError';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { useCreateStoreForm } from './useCreateStoreForm';

/** Why the store was not created, and what to do about it. */
export function SubmitNotices(props: {
  form: ReturnType<typeof useCreateStoreForm>;
}) {
  const { isRefused, error } = props.form;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  if (isRefused) {
    return (
      <Alert
        role="alert"
        status="danger"
        icon
        title={t('create.notRight')}
        description={t('create.notRightHint')}
      />
    );
  }
  if (!error) {
    return null;
  }
  const { kind } = readApiError(error);
  if (kind === 'limited') {
    return <ApiErrorState error={error} />;
  }
  const hints = {
    conflict: t('create.limitHint'),
    other: t('create.unansweredHint'),
  };
  return (
    <ApiErrorState
      error={error}
      title={kind === 'other' ? t('create.unanswered') : t('create.failed')}
      {...((kind === 'conflict' || kind === 'other') && { hint: hints[kind] })}
    />
  );
}
