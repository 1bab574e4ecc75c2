export { StoresPagination } from './StoresPagination';
