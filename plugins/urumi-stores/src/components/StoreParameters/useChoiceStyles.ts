import { makeStyles } from '@material-ui/core/styles';

/** Radio buttons as cards, side by side where there is room. */
export const useChoiceStyles = makeStyles({
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(14rem, 1fr))',
    gap: 'var(--bui-space-3)',
  },
  card: {
    padding: 'var(--bui-space-3)',
    border: '1px solid var(--bui-border-2)',
    borderRadius: 'var(--bui-radius-3)',
    '&[data-selected]': {
      borderColor: 'var(--bui-accent-bg)',
      boxShadow: 'inset 0 0 0 1px var(--bui-accent-bg)',
    },
    '&[data-hovered]': { background: 'var(--bui-bg-neutral-2)' },
  },
});
