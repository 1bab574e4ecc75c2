export { UrumiStoresRouter } from './UrumiStoresRouter';
export { LegacyUrumiStoresRouter } from './LegacyUrumiStoresRouter';
