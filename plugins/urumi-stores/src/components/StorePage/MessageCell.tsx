import { Cell, Text } from '@backstage/ui';

/** Words that somebody has to read to the end: they wrap, where other cells are cut. */
export function MessageCell(props: { message: string }) {
  return (
    <Cell>
      <Text
        as="span"
        variant="body-small"
        style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}
      >
        {props.message}
      </Text>
    </Cell>
  );
}
