import { UnifiedThemeOptions, palettes } from '@backstage/theme';

type Palette = UnifiedThemeOptions['palette'];

/** Banners stand on their own in both themes. */
const banner = {
  info: '#2c6b82',
  error: '#b3261e',
  warning: '#f0b85a',
  text: '#fffdf9',
  link: '#2b211a',
  closeButtonColor: '#fffdf9',
};

/**
 * Off-white, sand and terracotta. The same colours stand in warmNeutral.css for the
 * components of Backstage UI; contrast.test.ts holds both to WCAG AA.
 */
export const warmLight = {
  ...palettes.light,
  background: { default: '#f7f2ea', paper: '#fffdf9' },
  primary: { main: '#9c4325', dark: '#7f351c' },
  secondary: { main: '#66574a' },
  error: { main: '#b3261e' },
  text: { primary: '#2b211a', secondary: '#66574a' },
  divider: '#e6dccd',
  border: '#e6dccd',
  textContrast: '#2b211a',
  textSubtle: '#66574a',
  textVerySubtle: '#76675a',
  highlight: '#f8e7c9',
  errorBackground: '#fbe3dc',
  errorText: '#8c1d18',
  warningBackground: '#fbeccb',
  warningText: '#5c3800',
  infoBackground: '#e3ebee',
  infoText: '#1f4a5c',
  banner,
  link: '#8a3a1f',
  linkHover: '#6b2c16',
  status: {
    ok: '#3a7a2e',
    warning: '#9a5b00',
    error: '#b3261e',
    running: '#2c6b82',
    pending: '#8c7b6b',
    aborted: '#66574a',
  },
  navigation: {
    background: '#efe6d8',
    indicator: '#9c4325',
    color: '#5d4c3f',
    selectedColor: '#2b211a',
    navItem: { hoverBackground: '#e3d6c2' },
    submenu: { background: '#e3d6c2' },
  },
  pinSidebarButton: { icon: '#2b211a', background: '#d8c8b1' },
  tabbar: { indicator: '#9c4325' },
} satisfies Palette;

/** The same after sunset. */
export const warmDark = {
  ...palettes.dark,
  background: { default: '#1f1a16', paper: '#2a231e' },
  primary: { main: '#e9a583', dark: '#f0b99c' },
  secondary: { main: '#c9bbab' },
  error: { main: '#ff9a86' },
  text: { primary: '#f6efe6', secondary: '#c9bbab' },
  divider: '#4b4138',
  border: '#4b4138',
  textContrast: '#f6efe6',
  textSubtle: '#c9bbab',
  textVerySubtle: '#a8998a',
  highlight: '#4b3a1c',
  errorBackground: '#4a1d16',
  errorText: '#ffb8a8',
  warningBackground: '#43300f',
  warningText: '#f5cd84',
  infoBackground: '#1d3540',
  infoText: '#afd8e6',
  banner,
  link: '#efb294',
  linkHover: '#f7cdb8',
  status: {
    ok: '#8fc97f',
    warning: '#f0b85a',
    error: '#ff9a86',
    running: '#8cc7db',
    pending: '#c9bbab',
    aborted: '#a8998a',
  },
  navigation: {
    background: '#2a231e',
    indicator: '#e9a583',
    color: '#c9bbab',
    selectedColor: '#f6efe6',
    navItem: { hoverBackground: '#40372f' },
    submenu: { background: '#40372f' },
  },
  pinSidebarButton: { icon: '#1f1a16', background: '#c9bbab' },
  tabbar: { indicator: '#e9a583' },
} satisfies Palette;
