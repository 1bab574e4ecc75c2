import { FormEvent } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Button, ButtonLink, Flex, Select, TextField } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { Section } from '../Section';
import { StoreLimits } from '../StoreLimits';
import { StoreOffer, fieldError } from '../StoreParameters';
import { PreviewCard } from '../StorePreview';
import { DraftNotices } from './DraftNotices';
import { ShopSections } from './ShopSections';
import { SubmitNotices } from './SubmitNotices';
import { useCreateStoreForm } from './useCreateStoreForm';
import { OwnerOptions } from './useOwnerOptions';

const useStyles = makeStyles({
  form: {
    display: 'grid',
    gap: 'var(--bui-space-4)',
    gridTemplateColumns: 'minmax(0, 45rem) minmax(18rem, 26rem)',
    alignItems: 'start',
    '@media (max-width: 1200px)': { gridTemplateColumns: 'minmax(0, 45rem)' },
  },
  // What will be made stays in sight while one goes through the form beside it.
  summary: {
    '@media (min-width: 1201px)': {
      position: 'sticky',
      top: 'var(--bui-space-4)',
    },
  },
});

/** The form that creates a store, with what it would make beside it. */
export function CreateStoreForm(props: {
  offer: StoreOffer;
  people: OwnerOptions;
}) {
  const { offer, people } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const classes = useStyles();
  const listLink = useRouteRef(rootRouteRef);
  const form = useCreateStoreForm({ offer, people });
  const { values, change, fieldErrors } = form;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    form.submit();
  };

  return (
    <form
      onSubmit={onSubmit}
      aria-label={t('create.title')}
      className={classes.form}
    >
      <Flex direction="column" gap="4">
        <DraftNotices form={form} />
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
              options={people.owners}
              {...fieldError(fieldErrors.owner)}
            />
          </Flex>
        </Section>
        <ShopSections
          offer={offer}
          value={values.choice}
          onChange={choice => change({ choice })}
          errors={fieldErrors}
        />
      </Flex>
      <div className={classes.summary}>
        <Flex direction="column" gap="4">
          <PreviewCard check={form.check} missing={form.missing} />
          <StoreLimits owner={values.owner} plan={values.choice.plan} />
          <SubmitNotices form={form} />
          <Flex gap="2">
            <Button type="submit" variant="primary" isPending={form.isBusy}>
              {t('create.submit')}
            </Button>
            <ButtonLink
              variant="tertiary"
              href={listLink()}
              onPress={form.forget}
            >
              {t('create.cancel')}
            </ButtonLink>
          </Flex>
        </Flex>
      </div>
    </form>
  );
}
