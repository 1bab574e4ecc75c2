import { Alert, Button } from '@backstage/ui';
import { ErrorLike } from '@backstage/errors';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { readApiError } from '../../lib/readApiError';
import { urumiStoresTranslationRef } from '../../translation';

/** Says why something cannot be shown, and what to do. */
export function ApiErrorState(props: {
  error: ErrorLike;
  onRetry?: () => void;
  /** Instead of the title that the kind of error has. */
  title?: string;
  /** What to do, when the kind of error does not tell. */
  hint?: string;
  /** What to do, for who is denied; by default whom to ask. */
  deniedHint?: string;
}) {
  const { error, onRetry, title, hint, deniedHint } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const problem = readApiError(error);

  const limited = problem.retryAfterSeconds
    ? t('error.limitedIn', { seconds: String(problem.retryAfterSeconds) })
    : t('error.limited');
  const kinds = {
    denied: {
      title: t('error.denied'),
      hint: deniedHint ?? t('error.deniedHint'),
    },
    'not-found': { title: t('error.notFound'), hint: t('error.notFoundHint') },
    conflict: { title: t('error.conflict'), hint: undefined },
    invalid: { title: t('error.invalid'), hint: undefined },
    limited: { title: limited, hint: undefined },
    other: { title: t('error.other'), hint: undefined },
  };
  const kind = kinds[problem.kind];
  const isFinal = problem.kind === 'denied' || problem.kind === 'not-found';

  return (
    <Alert
      role="alert"
      status={isFinal ? 'warning' : 'danger'}
      icon
      title={title ?? kind.title}
      description={[problem.message, kind.hint ?? hint]
        .filter(Boolean)
        .join(' ')}
      customActions={
        onRetry && (
          <Button variant="secondary" onPress={onRetry}>
            {t('retry')}
          </Button>
        )
      }
    />
  );
}
