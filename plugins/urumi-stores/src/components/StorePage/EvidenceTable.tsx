import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  summary: {
    cursor: 'pointer',
    fontSize: 'var(--bui-font-size-2)',
    padding: 'var(--bui-space-1) 0',
  },
  scroll: { overflowX: 'auto' },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 'var(--bui-font-size-2)',
    '& th, & td': {
      padding: 'var(--bui-space-1) var(--bui-space-2)',
      textAlign: 'left',
      fontWeight: 'normal',
      overflowWrap: 'anywhere',
      borderTop: '1px solid var(--bui-border-1)',
    },
    '& thead th': { color: 'var(--bui-fg-secondary)' },
  },
});

/** A small table of facts that opens below its summary. */
export function EvidenceTable(props: {
  summary: string;
  columns: string[];
  /** The first cell of a row names it. */
  rows: ReactNode[][];
  /** Whether it is open from the start. */
  isOpen?: boolean;
}) {
  const { summary, columns, rows, isOpen } = props;
  const classes = useStyles();
  return (
    <details open={isOpen}>
      <summary className={classes.summary}>{summary}</summary>
      <div className={classes.scroll}>
        <table className={classes.table} aria-label={summary}>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...cells], row) => (
              <tr key={row}>
                <th scope="row">{name}</th>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
