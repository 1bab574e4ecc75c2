import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(7rem, max-content) 1fr',
    gap: 'var(--bui-space-2) var(--bui-space-4)',
    margin: 0,
  },
  term: { color: 'var(--bui-fg-secondary)' },
  value: { margin: 0, overflowWrap: 'anywhere' },
});

/** Names and values, side by side. */
export function Facts(props: { facts: [name: string, value: ReactNode][] }) {
  const classes = useStyles();
  return (
    <dl className={classes.list}>
      {props.facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt className={classes.term}>{name}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
