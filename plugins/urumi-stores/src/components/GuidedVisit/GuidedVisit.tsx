import { useEffect, useRef, useState } from 'react';
import {
  Button,
  Card,
  CardBody,
  CardFooter,
  Flex,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { urumiStoresTranslationRef } from '../../translation';
import { HelpMenu } from './HelpMenu';
import { useGuidedVisit } from './useGuidedVisit';

const TIPS = ['welcome', 'create', 'watch', 'fail', 'delete'] as const;

/** Some tips for a person's first visit, and the help from which they can be had again. */
export function GuidedVisit() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { state, end, restart } = useGuidedVisit();
  const [index, setIndex] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const helpButton = useRef<HTMLButtonElement>(null);
  const hasMoved = useRef(false);

  // Who walks through the tips by keyboard or ear goes on at the new one, and from where it can be had again when it is
  // over; who only opens the page is left where they are.
  useEffect(() => {
    if (hasMoved.current) {
      (state === 'over' ? helpButton : heading).current?.focus();
    }
  }, [index, state]);

  if (state === 'unknown') {
    return null;
  }
  if (state === 'over') {
    return (
      <HelpMenu
        buttonRef={helpButton}
        onRestart={() => {
          hasMoved.current = true;
          setIndex(0);
          restart();
        }}
      />
    );
  }

  const tip = TIPS[index];
  const isLast = index === TIPS.length - 1;
  const move = (to: number) => {
    hasMoved.current = true;
    setIndex(to);
  };
  const finish = () => {
    hasMoved.current = true;
    end();
  };
  return (
    // Escape of whatever button has the focus ends it; the section itself takes no keys.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label={t('guidedVisit.label')}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          finish();
        }
      }}
    >
      <Card>
        <CardBody>
          <Flex direction="column" gap="1">
            <Text as="p" variant="body-small" color="secondary">
              {t('guidedVisit.progress', {
                number: String(index + 1),
                total: String(TIPS.length),
              })}
            </Text>
            <h2
              ref={heading}
              tabIndex={-1}
              style={{ margin: 0, outline: 'none' }}
            >
              <Text as="span" variant="title-x-small">
                {t(`guidedVisit.${tip}Title`)}
              </Text>
            </h2>
            <Text as="p">{t(`guidedVisit.${tip}Text`)}</Text>
          </Flex>
        </CardBody>
        <CardFooter>
          <Flex gap="2" style={{ flexWrap: 'wrap' }}>
            {index > 0 && (
              <Button variant="secondary" onPress={() => move(index - 1)}>
                {t('guidedVisit.previous')}
              </Button>
            )}
            <Button
              variant="primary"
              onPress={() => (isLast ? finish() : move(index + 1))}
            >
              {t(isLast ? 'guidedVisit.done' : 'guidedVisit.next')}
            </Button>
            {!isLast && (
              <Button variant="tertiary" onPress={finish}>
                {t('guidedVisit.skip')}
              </Button>
            )}
          </Flex>
        </CardFooter>
      </Card>
      <VisuallyHidden role="status">
        {hasMoved.current ? t(`guidedVisit.${tip}Title`) : ''}
      </VisuallyHidden>
    </section>
  );
}
