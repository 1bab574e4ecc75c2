export { HistorySection } from './HistorySection';
export { UpgradeDialog } from './UpgradeDialog';
