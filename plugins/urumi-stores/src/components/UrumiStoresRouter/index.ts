export { LegacyUrumiStoresRouter } from './LegacyUrumiStoresRouter';
export { UrumiStoresPage } from './UrumiStoresPage';
export { UrumiStoresRouter } from './UrumiStoresRouter';
