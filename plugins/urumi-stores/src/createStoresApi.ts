import {
  AppLanguageApi,
  DiscoveryApi,
  FetchApi,
} from '@backstage/frontend-plugin-api';
import {
  StoresApi,
  StoresClient,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { followAppLanguage } from './lib/personLocale';

/**
 * The client of the stores backend for an app. No page, card or field shows a store without it, so it also is where
 * the plugin learns in which language to tell times.
 */
export function createStoresApi(options: {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
  appLanguageApi: AppLanguageApi;
}): StoresApi {
  const { appLanguageApi, ...client } = options;
  followAppLanguage(appLanguageApi);
  return new StoresClient(client);
}
