import { UnifiedThemeOptions, defaultComponentThemes } from '@backstage/theme';

/** What the parts of Material UI have otherwise than in Backstage. */
export const warmComponents: UnifiedThemeOptions['components'] = {
  // As the buttons of Backstage UI are written.
  MuiButton: {
    styleOverrides: {
      ...defaultComponentThemes?.MuiButton?.styleOverrides,
      root: { textTransform: 'none', fontWeight: 600 },
    },
  },
  // Its own grey is too faint to be read.
  MuiToggleButton: {
    styleOverrides: {
      root: ({ theme }) => ({
        color: theme.palette.text.secondary,
        textTransform: 'none',
      }),
    },
  },
  MuiTableCell: {
    styleOverrides: {
      ...defaultComponentThemes?.MuiTableCell?.styleOverrides,
      // Words stay whole: a narrow column of a table would break them after any letter.
      root: ({ theme }) => ({
        wordBreak: 'normal',
        overflowWrap: 'break-word',
        overflow: 'hidden',
        verticalAlign: 'middle',
        lineHeight: 1.3,
        margin: 0,
        padding: theme.spacing(3, 2, 3, 2.5),
        borderBottom: 0,
      }),
    },
  },
};
