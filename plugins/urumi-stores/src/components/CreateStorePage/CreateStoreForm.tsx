import { FormEvent } from 'react';
import {
  Button,
  ButtonLink,
  Card,
  CardBody,
  Flex,
  Select,
  Text,
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
import { fieldError } from './fieldError';
import { ParameterInput } from './ParameterInput';
import { PlanField } from './PlanField';
import { PreviewCard } from './PreviewCard';
import { readParameterFields } from './readParameterFields';
import { useCreateStoreForm } from './useCreateStoreForm';
import { OwnerOption } from './useOwnerOptions';

/** The form that creates a store. */
export function CreateStoreForm(props: {
  engines: Engine[];
  firstEngine: Engine;
  owners: OwnerOption[];
}) {
  const { engines, firstEngine, owners } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const listLink = useRouteRef(rootRouteRef);
  const form = useCreateStoreForm({
    engine: firstEngine,
    owner: owners[0]?.id ?? '',
  });
  const { values, change, fieldErrors, busy } = form;
  const engine = engines.find(({ id }) => id === values.engine) ?? firstEngine;
  const parameters = readParameterFields(engine.parameters_schema);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    form.submit();
  };

  return (
    <form onSubmit={onSubmit} aria-label={t('create.title')}>
      <Flex direction="column" gap="4">
        <Card>
          <CardBody>
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
                label={t('create.engine')}
                description={engine.description}
                value={values.engine}
                onChange={key => {
                  const chosen = engines.find(({ id }) => id === key);
                  if (chosen) {
                    form.changeEngine(chosen);
                  }
                }}
                options={engines.map(({ id, title, enabled }) => ({
                  id,
                  label: enabled
                    ? title
                    : `${title} (${t('create.engineDisabled')})`,
                  disabled: !enabled,
                }))}
                {...fieldError(fieldErrors.engine)}
              />
              <PlanField
                plans={engine.plans}
                value={values.plan}
                onChange={plan => change({ plan })}
                error={fieldErrors.plan}
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
          </CardBody>
        </Card>
        {parameters.length > 0 && (
          <Card>
            <CardBody>
              <Flex direction="column" gap="5">
                <Text as="h3" variant="title-x-small">
                  {t('create.parameters')}
                </Text>
                {parameters.map(field => (
                  <ParameterInput
                    key={`${engine.id}.${field.name}`}
                    field={field}
                    value={values.parameters[field.name]}
                    error={fieldErrors[`parameters.${field.name}`]}
                    onChange={value => {
                      const { [field.name]: _, ...rest } = values.parameters;
                      change({
                        parameters:
                          value === undefined
                            ? rest
                            : { ...rest, [field.name]: value },
                      });
                    }}
                  />
                ))}
              </Flex>
            </CardBody>
          </Card>
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
