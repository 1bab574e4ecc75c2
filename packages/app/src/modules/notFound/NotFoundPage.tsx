import { ButtonLink, Container, Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiCompass3Line } from '@remixicon/react';
import { appTranslationRef } from '../../translation';

/** Says that an address leads nowhere, and where to go instead. */
export function NotFoundPage() {
  const { t } = useTranslationRef(appTranslationRef);
  return (
    <Container py="9">
      <Flex
        direction="column"
        align="center"
        gap="4"
        style={{
          maxWidth: 560,
          margin: 'auto',
          paddingTop: '10vh',
          textAlign: 'center',
        }}
      >
        <RiCompass3Line
          size={48}
          color="var(--bui-accent-bg)"
          aria-hidden="true"
        />
        <Text as="h1" variant="title-medium">
          {t('notFound.title')}
        </Text>
        <Text as="p" color="secondary">
          {t('notFound.text')}
        </Text>
        <Flex gap="2" justify="center" style={{ flexWrap: 'wrap' }}>
          <ButtonLink variant="primary" href="/stores">
            {t('notFound.stores')}
          </ButtonLink>
          <ButtonLink variant="secondary" href="/catalog">
            {t('notFound.catalog')}
          </ButtonLink>
        </Flex>
      </Flex>
    </Container>
  );
}
