export { PreviewCard } from './PreviewCard';
export { problemFields } from './problemFields';
export { useStorePreview } from './useStorePreview';
