import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import {
  UnifiedThemeProvider,
  createUnifiedTheme,
  genPageTheme,
  pageTheme,
} from '@backstage/theme';
import { RiMoonLine, RiSunLine } from '@remixicon/react';
import { warmDark, warmLight } from './palettes';
import { warmComponents } from './warmComponents';
import { warmHeaders } from './warmHeaders';

/** The value of `data-theme-name`, to which warmNeutral.css refers. */
const THEME_NAME = 'warm-neutral';

const light = createWarmTheme({
  palette: warmLight,
  header: warmHeaders.light,
});

const dark = createWarmTheme({
  palette: warmDark,
  header: warmHeaders.dark,
});

// The names replace the light and the dark theme of the app plugin.
const lightTheme = ThemeBlueprint.make({
  name: 'light',
  params: {
    theme: {
      id: 'light',
      title: 'Light',
      variant: 'light',
      icon: <RiSunLine />,
      Provider: ({ children }) => (
        <UnifiedThemeProvider theme={light} themeName={THEME_NAME}>
          {children}
        </UnifiedThemeProvider>
      ),
    },
  },
});

const darkTheme = ThemeBlueprint.make({
  name: 'dark',
  params: {
    theme: {
      id: 'dark',
      title: 'Dark',
      variant: 'dark',
      icon: <RiMoonLine />,
      Provider: ({ children }) => (
        <UnifiedThemeProvider theme={dark} themeName={THEME_NAME}>
          {children}
        </UnifiedThemeProvider>
      ),
    },
  },
});

export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [lightTheme, darkTheme],
});

function createWarmTheme(options: {
  palette: typeof warmLight | typeof warmDark;
  header: { colors: string[]; text: string };
}) {
  const { palette } = options;
  const header = genPageTheme({
    colors: options.header.colors,
    shape: 'none',
    options: { fontColor: options.header.text },
  });
  return createUnifiedTheme({
    palette,
    // The font of Backstage UI.
    fontFamily: 'system-ui, sans-serif',
    components: warmComponents,
    pageTheme: Object.fromEntries(
      Object.keys(pageTheme).map(kind => [kind, header]),
    ),
  });
}
