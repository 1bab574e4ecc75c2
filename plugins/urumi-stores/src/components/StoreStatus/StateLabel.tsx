import { ReactElement } from 'react';
import { Flex, Text } from '@backstage/ui';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiDeleteBinLine,
  RiErrorWarningLine,
  RiLoader4Line,
  RiQuestionLine,
  RiSkipForwardLine,
  RiTimeLine,
} from '@remixicon/react';

/** How good or bad a state is; each has its own icon and colour. */
export type Tone =
  | 'good'
  | 'bad'
  | 'moving'
  | 'waiting'
  | 'skipped'
  | 'gone'
  | 'attention'
  | 'unknown';

const ICONS: Record<Tone, ReactElement> = {
  good: <RiCheckboxCircleLine size={18} color="var(--bui-fg-positive)" />,
  bad: <RiCloseCircleLine size={18} color="var(--bui-fg-negative)" />,
  moving: <RiLoader4Line size={18} color="var(--bui-fg-announcement)" />,
  waiting: <RiTimeLine size={18} color="var(--bui-fg-secondary)" />,
  skipped: <RiSkipForwardLine size={18} color="var(--bui-fg-secondary)" />,
  gone: <RiDeleteBinLine size={18} color="var(--bui-fg-secondary)" />,
  attention: <RiErrorWarningLine size={18} color="var(--bui-fg-warning)" />,
  unknown: <RiQuestionLine size={18} color="var(--bui-fg-secondary)" />,
};

/** A state as icon and word: the colour alone never carries it. */
export function StateLabel(props: { tone: Tone; label: string }) {
  const { tone, label } = props;
  return (
    <Flex align="center" gap="1" style={{ whiteSpace: 'nowrap' }}>
      <span aria-hidden="true" style={{ display: 'inline-flex' }}>
        {ICONS[tone]}
      </span>
      <Text as="span" variant="body-medium">
        {label}
      </Text>
    </Flex>
  );
}
