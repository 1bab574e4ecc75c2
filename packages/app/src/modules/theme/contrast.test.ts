import fs from 'node:fs';
import path from 'node:path';
import { contrast } from './contrast';
import { warmDark, warmLight } from './palettes';
import { warmHeaders } from './warmHeaders';

/** WCAG 2 AA for text, and for what is not text. */
const TEXT = 4.5;
const SIGN = 3;

const css = fs.readFileSync(path.join(__dirname, 'warmNeutral.css'), 'utf8');

/** The colours that a rule of warmNeutral.css sets. */
function tokensOf(selector: string): Record<string, string> {
  const rules = css
    .replace(/\/\*[^]*?\*\//g, '')
    .matchAll(/([^{}]+)\{([^}]*)\}/g);
  for (const [, written, body] of rules) {
    if (written.trim().replace(/\s+/g, ' ') === selector) {
      return Object.fromEntries(
        [...body.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/gi)].map(
          ([, name, colour]) => [name, colour],
        ),
      );
    }
  }
  throw new Error(`warmNeutral.css has no rule for ${selector}`);
}

const THEME = `[data-theme-name='warm-neutral']`;
const DARK = `${THEME}[data-theme-mode='dark']`;
const DANGER_BUTTON = `.bui-Button[data-variant='primary'][data-destructive='true']`;

const schemes = [
  {
    name: 'light',
    palette: warmLight,
    header: warmHeaders.light,
    tokens: {
      ...tokensOf(THEME),
      ...tokensOf(`${THEME} ${DANGER_BUTTON}`),
    },
    offSwitch: 'bui-gray-4',
  },
  {
    name: 'dark',
    palette: warmDark,
    header: warmHeaders.dark,
    tokens: {
      ...tokensOf(DARK),
      ...tokensOf(`${DARK} ${DANGER_BUTTON}`),
    },
    offSwitch: 'bui-gray-6',
  },
];

/** Each of some colours on each of some grounds. */
function cross(fronts: string[], grounds: string[], least: number) {
  return fronts.flatMap(front =>
    grounds.map(ground => ({ front, ground, least })),
  );
}

const GROUNDS = [
  'bui-bg-app',
  ...[1, 2, 3, 4].map(level => `bui-bg-neutral-${level}`),
];
const MEANINGS = ['danger', 'warning', 'success', 'info'];

/** What Backstage UI draws on what. Disabled things are exempt, as WCAG has it. */
const uiPairs = (offSwitch: string) => [
  ...cross(
    [
      'bui-fg-primary',
      'bui-fg-secondary',
      'bui-fg-positive',
      'bui-fg-negative',
      'bui-fg-announcement',
      ...MEANINGS.map(meaning => `bui-fg-${meaning}`),
    ],
    GROUNDS,
    TEXT,
  ),
  ...cross(
    ['bui-fg-solid'],
    ['bui-bg-solid', 'bui-bg-solid-hover', 'bui-bg-solid-pressed'],
    TEXT,
  ),
  ...cross(
    ['fg-solid-danger'],
    ['bg-solid-danger', 'bg-solid-danger-hover', 'bg-solid-danger-pressed'],
    TEXT,
  ),
  ...cross(['bui-accent-fg'], ['bui-accent-bg', 'bui-accent-bg-hover'], TEXT),
  ...MEANINGS.flatMap(meaning => [
    ...cross(
      [`bui-fg-${meaning}-on-bg`, 'bui-fg-primary'],
      [`bui-bg-${meaning}`],
      TEXT,
    ),
    ...cross(
      [`bui-border-${meaning}`],
      ['bui-bg-app', 'bui-bg-neutral-1'],
      SIGN,
    ),
  ]),
  ...cross(
    ['bui-ring', 'bui-border-2', 'bui-accent-bg', 'bui-bg-solid', offSwitch],
    GROUNDS,
    SIGN,
  ),
];

describe.each(schemes)(
  'the colours of the $name theme',
  ({ palette, header, tokens, offSwitch }) => {
    it('reach AA where Backstage UI uses them', () => {
      const weak = uiPairs(offSwitch).flatMap(({ front, ground, least }) => {
        const colours = [tokens[front], tokens[ground]];
        const value = colours.every(Boolean)
          ? contrast(colours[0], colours[1])
          : 0;
        return value < least
          ? [`${front} on ${ground}: ${value.toFixed(2)} < ${least}`]
          : [];
      });
      expect(weak).toEqual([]);
    });

    it('reach AA where Material UI and the frame of the app use them', () => {
      const { background, navigation, status, banner } = palette;
      const pages = [background.default, background.paper];
      const bars = [
        navigation.background,
        navigation.navItem.hoverBackground,
        navigation.submenu.background,
      ];
      const weak = [
        ...cross(
          [
            palette.text.primary,
            palette.text.secondary,
            palette.textContrast,
            palette.textSubtle,
            palette.textVerySubtle,
            palette.link,
            palette.linkHover,
            palette.primary.main,
            palette.error.main,
          ],
          pages,
          TEXT,
        ),
        ...cross(Object.values(status), pages, SIGN),
        ...cross([navigation.color, navigation.selectedColor], bars, TEXT),
        ...cross([navigation.indicator], bars, SIGN),
        ...cross([header.text], header.colors, TEXT),
        ...cross(
          [palette.tabbar.indicator],
          [...pages, ...header.colors],
          SIGN,
        ),
        ...cross(
          [palette.pinSidebarButton.icon],
          [palette.pinSidebarButton.background],
          SIGN,
        ),
        ...cross([palette.errorText], [palette.errorBackground], TEXT),
        ...cross([palette.warningText], [palette.warningBackground], TEXT),
        ...cross([palette.infoText], [palette.infoBackground], TEXT),
        ...cross(
          [banner.text, banner.closeButtonColor],
          [banner.info, banner.error],
          TEXT,
        ),
      ]
        .map(pair => ({ ...pair, value: contrast(pair.front, pair.ground) }))
        .filter(({ value, least }) => value < least)
        .map(
          ({ front, ground, value, least }) =>
            `${front} on ${ground}: ${value.toFixed(2)} < ${least}`,
        );
      expect(weak).toEqual([]);
    });
  },
);

describe('contrast', () => {
  it('is what WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#abcdef', '#abcdef')).toBe(1);
    expect(() => contrast('red', '#ffffff')).toThrow('red');
  });
});
