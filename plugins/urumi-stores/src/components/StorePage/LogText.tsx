import { useEffect, useRef } from 'react';
import { Alert, Text } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { StoreLog } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';

/** Who is this near to the end of the text is at its end: browsers round. Pixels. */
const END_TOLERANCE = 4;

const useStyles = makeStyles({
  text: {
    margin: 0,
    maxHeight: '28rem',
    overflow: 'auto',
    padding: 'var(--bui-space-3)',
    border: '1px solid var(--bui-border-1)',
    borderRadius: 'var(--bui-radius-2)',
    background: 'var(--bui-bg-neutral-2)',
    fontFamily: 'var(--bui-font-monospace)',
    fontSize: 'var(--bui-font-size-2)',
    lineHeight: 1.5,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  time: { color: 'var(--bui-fg-secondary)' },
});

/** The lines of a log, or why there are none. Whoever is at the end stays there as lines come. */
export function LogText(props: { log: StoreLog; isFollowed: boolean }) {
  const { log, isFollowed } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const box = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  const newest = log.lines.at(-1)?.time;
  useEffect(() => {
    if (box.current && isAtEnd.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [newest]);

  if (log.absent) {
    return (
      <Alert
        role="note"
        status="info"
        icon
        title={t('log.absent')}
        description={log.absent.message}
      />
    );
  }
  return (
    <>
      {log.lines.length === 0 ? (
        <Text color="secondary">{t('log.empty')}</Text>
      ) : (
        <pre
          ref={box}
          className={classes.text}
          role="log"
          // Reading every line aloud as it comes would help nobody.
          aria-live="off"
          onScroll={({ currentTarget: text }) => {
            isAtEnd.current =
              text.scrollHeight - text.scrollTop - text.clientHeight <=
              END_TOLERANCE;
          }}
          // What scrolls has to be reached by the keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          aria-label={t('log.text', {
            container: log.container ?? '',
            pod: log.pod ?? '',
          })}
        >
          {log.lines.map(({ time, text }, index) => (
            <div key={`${time}:${index}`}>
              <time className={classes.time} dateTime={time}>
                {time.slice(11, 23)}
              </time>{' '}
              {text}
            </div>
          ))}
        </pre>
      )}
      <Text as="p" variant="body-small" color="secondary" role="status">
        {[log.truncated && t('log.truncated'), isFollowed && t('log.following')]
          .filter(Boolean)
          .join(' ')}
      </Text>
    </>
  );
}
