import { makeStyles } from '@material-ui/core/styles';
import { LogoIcon } from './LogoIcon';

const useStyles = makeStyles(theme => ({
  root: { display: 'inline-flex', alignItems: 'center', gap: theme.spacing(1) },
  name: {
    fontSize: 22,
    fontWeight: 700,
    letterSpacing: '-0.01em',
    color: theme.palette.text.primary,
  },
}));

/** The sign of Urumi Stores with its name. */
export function LogoFull() {
  const classes = useStyles();
  return (
    <span className={classes.root}>
      <LogoIcon />
      <span className={classes.name}>Urumi</span>
    </span>
  );
}
