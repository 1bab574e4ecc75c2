export {
  StoreSearchResultListItem,
  type StoreSearchResultListItemProps,
} from './StoreSearchResultListItem';
export { isStoreSearchResult } from './isStoreSearchResult';
