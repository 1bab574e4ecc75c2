import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Button, Flex, Text } from '@backstage/ui';
import { RiArrowUpCircleLine, RiDeleteBinLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { NARROW } from '../../lib/narrow';
import { urumiStoresTranslationRef } from '../../translation';
import { BulkDialog } from './BulkDialog';
import { BulkAction } from './bulkAction';

const useStyles = makeStyles({
  bar: {
    position: 'sticky',
    bottom: 'var(--bui-space-3)',
    zIndex: 2,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: 'var(--bui-space-3)',
    padding: 'var(--bui-space-2) var(--bui-space-4)',
    background: 'var(--bui-bg-neutral-1)',
    border: '1px solid var(--bui-border-2)',
    borderRadius: 'var(--bui-radius-3)',
    boxShadow: '0 4px 16px rgba(0, 0, 0, 0.12)',
    // Above the menu that Backstage has at the foot of a phone's screen.
    [NARROW]: { bottom: 'calc(56px + var(--bui-space-3))' },
  },
});

/** What can be done with the chosen stores; nothing is there while none is. */
export function BulkActions(props: {
  selection: { stores: Store[]; drop(ids?: readonly string[]): void };
}) {
  const { stores, drop } = props.selection;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [asked, setAsked] = useState<{ action: BulkAction; stores: Store[] }>();

  return (
    <>
      {stores.length > 0 && (
        <div
          className={classes.bar}
          role="region"
          aria-label={t('bulk.region')}
        >
          <Text weight="bold">
            {t('bulk.chosen', { count: stores.length })}
          </Text>
          <Flex gap="2" style={{ flexWrap: 'wrap' }}>
            <Button
              variant="secondary"
              iconStart={<RiArrowUpCircleLine />}
              onPress={() => setAsked({ action: 'upgrade', stores })}
            >
              {t('bulk.upgrade.open')}
            </Button>
            <Button
              variant="secondary"
              destructive
              iconStart={<RiDeleteBinLine />}
              onPress={() => setAsked({ action: 'delete', stores })}
            >
              {t('bulk.delete.open')}
            </Button>
            <Button variant="tertiary" onPress={() => drop()}>
              {t('bulk.drop')}
            </Button>
          </Flex>
        </div>
      )}
      {asked && (
        <BulkDialog
          action={asked.action}
          stores={asked.stores}
          onClose={done => {
            setAsked(undefined);
            if (done.length > 0) {
              drop(done);
            }
          }}
        />
      )}
    </>
  );
}
