import { ButtonLink, Container, Flex, Text } from '@backstage/ui';
import { RiCompass3Line } from '@remixicon/react';

/** Says that an address leads nowhere, and where to go instead. */
export function NotFoundPage() {
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
          There is nothing at this address
        </Text>
        <Text as="p" color="secondary">
          The link may be mistyped, or what it led to was moved. A deleted store
          keeps its page: it is found in the list with “Show deleted”.
        </Text>
        <Flex gap="2" justify="center" style={{ flexWrap: 'wrap' }}>
          <ButtonLink variant="primary" href="/stores">
            Go to the stores
          </ButtonLink>
          <ButtonLink variant="secondary" href="/catalog">
            Look in the catalog
          </ButtonLink>
        </Flex>
      </Flex>
    </Container>
  );
}
