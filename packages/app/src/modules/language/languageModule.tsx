import {
  AppRootElementBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { urumiStoresTranslations } from '@urumi/backstage-plugin-urumi-stores';
import { appTranslations } from '../../translation';
import { PageLanguage } from './PageLanguage';

const translationOfApp = TranslationBlueprint.make({
  name: 'app',
  params: { resource: appTranslations },
});

const translationOfStores = TranslationBlueprint.make({
  name: 'urumi-stores',
  params: { resource: urumiStoresTranslations },
});

const pageLanguage = AppRootElementBlueprint.make({
  name: 'page-language',
  params: { element: <PageLanguage /> },
});

/** The languages that the app offers are named in the configuration of `api:app/app-language`. */
export const languageModule = createFrontendModule({
  pluginId: 'app',
  extensions: [translationOfApp, translationOfStores, pageLanguage],
});
