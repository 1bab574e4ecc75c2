import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Button, Card, CardBody, Flex, Text } from '@backstage/ui';
import { RiSearchLine, RiStore2Line } from '@remixicon/react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../../translation';
import { CreateStoreButton } from './CreateStoreButton';
import { StoresFilter, clearedFilter, isNarrowed } from './storesFilter';
import { ChangeStoresFilter } from './useStoresFilter';

const useStyles = makeStyles({
  box: {
    maxWidth: 560,
    margin: 'var(--bui-space-8) auto',
    textAlign: 'center',
  },
  steps: { margin: 0, paddingInlineStart: '1.25em', textAlign: 'start' },
});

/** In place of a list without stores: what a store is made of, or why nothing matches. */
export function StoresEmptyState(props: {
  filter: StoresFilter;
  onChange: ChangeStoresFilter;
}) {
  const { filter, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);

  if (isNarrowed(filter)) {
    return (
      <EmptyBox icon={<RiSearchLine size={40} />} title={t('list.noMatch')}>
        <Text as="p" color="secondary">
          {filter.search ? t('list.noMatchSearchHint') : t('list.noMatchHint')}
        </Text>
        <Flex justify="center" gap="2" style={{ flexWrap: 'wrap' }}>
          <Button
            variant="secondary"
            onPress={() => onChange(clearedFilter(filter))}
          >
            {t('list.clear')}
          </Button>
          {!filter.showDeleted && (
            <Button
              variant="secondary"
              onPress={() => onChange({ showDeleted: true })}
            >
              {t('list.searchDeleted')}
            </Button>
          )}
        </Flex>
      </EmptyBox>
    );
  }
  return (
    <EmptyBox icon={<RiStore2Line size={40} />} title={t('list.empty')}>
      <Text as="p" color="secondary">
        {t('list.emptyHint')}
      </Text>
      <ol className={classes.steps}>
        <li>
          <Text>{t('list.emptyChoose')}</Text>
        </li>
        <li>
          <Text>{t('list.emptyWatch')}</Text>
        </li>
        <li>
          <Text>{t('list.emptySell')}</Text>
        </li>
      </ol>
      <Flex justify="center">
        <CreateStoreButton />
      </Flex>
      <Text as="p" variant="body-small" color="secondary">
        {t('list.emptyTemplate')}
      </Text>
    </EmptyBox>
  );
}

function EmptyBox(props: {
  icon: ReactNode;
  title: string;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <Card className={classes.box}>
      <CardBody>
        <Flex direction="column" gap="4" align="center" p="4">
          <span aria-hidden="true" style={{ color: 'var(--bui-fg-secondary)' }}>
            {props.icon}
          </span>
          <Text as="h2" variant="title-x-small">
            {props.title}
          </Text>
          {props.children}
        </Flex>
      </CardBody>
    </Card>
  );
}
