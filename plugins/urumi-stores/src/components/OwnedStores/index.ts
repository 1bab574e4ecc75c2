export { OwnedStoresCard } from './OwnedStoresCard';
