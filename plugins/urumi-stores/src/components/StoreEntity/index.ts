export { StoreStatusCard } from './StoreStatusCard';
export { StoreEntityContent } from './StoreEntityContent';
