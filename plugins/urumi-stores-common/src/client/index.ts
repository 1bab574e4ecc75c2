export { StoresClient } from './StoresClient';
export type {
  StoresApi,
  StoresRequestOptions,
  CreateStoreOptions,
  ListEventsOptions,
  ListRevisionsOptions,
} from './StoresApi';
