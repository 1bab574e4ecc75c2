import { RefObject } from 'react';
import { Button, Flex, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiQuestionLine } from '@remixicon/react';
import { DOCUMENTATION, runbookLink } from '../../lib/runbookLink';
import { urumiStoresTranslationRef } from '../../translation';

/** Help of the Stores page: the guided visit again, and the documentation. */
export function HelpMenu(props: {
  onRestart: () => void;
  buttonRef: RefObject<HTMLButtonElement>;
}) {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  return (
    <Flex justify="end">
      <MenuTrigger>
        <Button
          ref={props.buttonRef}
          variant="tertiary"
          size="small"
          iconStart={<RiQuestionLine />}
        >
          {t('guidedVisit.help')}
        </Button>
        <Menu>
          <MenuItem onAction={props.onRestart}>
            {t('guidedVisit.restart')}
          </MenuItem>
          <MenuItem href={DOCUMENTATION}>
            {t('guidedVisit.documentation')}
          </MenuItem>
          <MenuItem href={runbookLink('failures-and-reasons-of-stores')}>
            {t('guidedVisit.runbook')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </Flex>
  );
}
