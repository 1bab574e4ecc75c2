import { FormEvent } from 'react';
import {
  Alert,
  Button,
  ButtonLink,
  Flex,
  Select,
  TextField,
} from '@backstage/ui';
import { ErrorLike } from '@backstage/errors';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { readApiError } from '../../lib/readApiError';
import { rootRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Section } from '../Section';
import { StoreLimits } from '../StoreLimits';
import { EngineChoice, StoreParameters, fieldError } from '../StoreParameters';
import { PreviewCard } from './PreviewCard';
import { useCreateStoreForm } from './useCreateStoreForm';
import { OwnerOption } from './useOwnerOptions';

/** The form that creates a store. */
export function CreateStoreForm(props: {
  engines: Engine[];
  /** The choice to begin with. */
  defaults: EngineChoice;
  owners: OwnerOption[];
}) {
  const { engines, defaults, owners } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const listLink = useRouteRef(rootRouteRef);
  const form = useCreateStoreForm({
    engines,
    defaults,
    owner: owners[0]?.id ?? '',
  });
  const { values, change, fieldErrors, busy } = form;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    form.submit();
  };

  return (
    <form onSubmit={onSubmit} aria-label={t('create.title')}>
      <Flex direction="column" gap="4">
        <Section title={t('create.identity')}>
          <Flex direction="column" gap="5">
            <TextField
              label={t('create.name')}
              description={t('create.nameHint', {
                used: String([...values.displayName].length),
              })}
              value={values.displayName}
              onChange={displayName => change({ displayName })}
              {...fieldError(fieldErrors.display_name)}
            />
            <Select
              label={t('create.owner')}
              description={t('create.ownerHint')}
              value={values.owner}
              onChange={key => change({ owner: String(key) })}
              options={owners}
              {...fieldError(fieldErrors.owner)}
            />
          </Flex>
        </Section>
        <Section title={t('create.parameters')}>
          <StoreParameters
            engines={engines}
            value={values.choice}
            onChange={choice => change({ choice })}
            errors={fieldErrors}
          />
        </Section>
        <StoreLimits owner={values.owner} plan={values.choice.plan} />
        {form.isRefused && (
          <Alert
            role="alert"
            status="danger"
            icon
            title={t('create.notRight')}
            description={t('create.notRightHint')}
          />
        )}
        {form.error && <CreateError error={form.error} />}
        <div aria-live="polite">
          {form.preview && <PreviewCard preview={form.preview} />}
        </div>
        <Flex gap="2">
          <Button type="submit" variant="primary" isPending={busy === 'create'}>
            {t('create.submit')}
          </Button>
          <Button
            variant="secondary"
            onPress={form.check}
            isPending={busy === 'check'}
          >
            {t('create.check')}
          </Button>
          <ButtonLink variant="tertiary" href={listLink()}>
            {t('create.cancel')}
          </ButtonLink>
        </Flex>
      </Flex>
    </form>
  );
}

function CreateError(props: { error: ErrorLike }) {
  const { error } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { kind } = readApiError(error);
  if (kind === 'limited') {
    return <ApiErrorState error={error} />;
  }
  return (
    <ApiErrorState
      error={error}
      title={t('create.failed')}
      {...(kind === 'conflict' && { hint: t('create.limitHint') })}
    />
  );
}
