export { StoreActivityCard } from './StoreActivityCard';
export { StoreStatusCard } from './StoreStatusCard';
export { StoreEntityContent } from './StoreEntityContent';
