import { ReactElement } from 'react';
import { SWRConfig } from 'swr';
import { JsonObject } from '@backstage/types';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/core-plugin-api';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { StoresClient } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../api';
import { rootRouteRef } from '../routes';

/** Where the tests answer for the stores backend. */
export const API = 'http://localhost:7007/api/urumi-stores';

/**
 * Renders a page of the plugin at its address, with the real client on the network. Returns what
 * a test may look at or pull on.
 */
export function renderPage(
  element: ReactElement,
  options: {
    /** Address below the plugin's own. */
    path?: string;
    /** Names of permissions that the user does not have. */
    denied?: string[];
    /** Ids of stores that the user has none of these permissions for. */
    deniedStores?: string[];
  } = {},
) {
  const { path = '', denied = [], deniedStores = [] } = options;
  const listeners = new Set<(message: JsonObject) => void>();
  const toasts: string[] = [];
  const discoveryApi = {
    getBaseUrl: async (pluginId: string) =>
      `http://localhost:7007/api/${pluginId}`,
  };
  const fetchApi = {
    fetch: (...call: Parameters<typeof fetch>) => fetch(...call),
  };

  const { unmount } = renderInTestApp(
    <SWRConfig value={{ provider: () => new Map() }}>{element}</SWRConfig>,
    {
      mountPath: '/stores',
      initialRouteEntries: [`/stores${path}`],
      mountedRoutes: {
        '/stores': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      apis: [
        [urumiStoresApiRef, new StoresClient({ discoveryApi, fetchApi })],
        [discoveryApiRef, discoveryApi],
        [fetchApiRef, fetchApi],
        [
          catalogApiRef,
          catalogApiMock({
            entities: ['storefront', 'marketing'].map(name => ({
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Group',
              metadata: { name, title: `Team ${name}` },
            })),
          }),
        ],
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: 'user:default/sana',
            ownershipEntityRefs: [
              'user:default/sana',
              'group:default/storefront',
              'group:default/everybody',
            ],
          }),
        ],
        [
          permissionApiRef,
          {
            authorize: async ({ permission, ...request }) => {
              const store = 'resourceRef' in request && request.resourceRef;
              return {
                result:
                  denied.includes(permission.name) ||
                  (store && deniedStores.includes(store))
                    ? AuthorizeResult.DENY
                    : AuthorizeResult.ALLOW,
              };
            },
          },
        ],
        [
          signalApiRef,
          {
            subscribe(_channel, onMessage) {
              const listener = onMessage as (message: JsonObject) => void;
              listeners.add(listener);
              return { unsubscribe: () => listeners.delete(listener) };
            },
          },
        ],
        [
          toastApiRef,
          {
            post(toast) {
              toasts.push(String(toast.title));
              return { close: () => {} };
            },
          },
        ],
      ],
    },
  );

  return {
    toasts,
    unmount,
    signal: (message: JsonObject) =>
      listeners.forEach(listener => listener(message)),
  };
}
