import { createApp } from '@backstage/frontend-defaults';
import { languageModule } from './modules/language';
import { navModule } from './modules/nav';
import { notFoundModule } from './modules/notFound';
import { rootModule } from './modules/root';
import { signInModule } from './modules/signIn';
import { themeModule } from './modules/theme';

// The plugins among the dependencies are found through the config key `app.packages`.
export default createApp({
  features: [
    languageModule,
    navModule,
    notFoundModule,
    rootModule,
    signInModule,
    themeModule,
  ],
});
