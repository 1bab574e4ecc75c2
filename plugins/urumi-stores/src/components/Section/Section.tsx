import { ReactNode, useId } from 'react';
import { Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';

/** A titled part of a page, which screen readers can jump to. */
export function Section(props: {
  title: string;
  children: ReactNode;
  /** What can be done with the whole part, beside its title. */
  actions?: ReactNode;
  /** `danger` for what cannot be undone. */
  tone?: 'danger';
}) {
  const { title, children, actions, tone } = props;
  const titleId = useId();
  return (
    <Card
      role="region"
      aria-labelledby={titleId}
      {...(tone === 'danger' && {
        style: { border: '1px solid var(--bui-border-danger)' },
      })}
    >
      <CardHeader>
        <Flex justify="between" align="center" gap="3">
          <Text as="h3" variant="title-x-small" id={titleId}>
            {title}
          </Text>
          {actions}
        </Flex>
      </CardHeader>
      <CardBody>{children}</CardBody>
    </Card>
  );
}
