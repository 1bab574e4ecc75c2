export { StorePage } from './StorePage';
export { StepsSection } from './StepsSection';
export { EventsSection } from './EventsSection';
export { FailurePanel } from './FailurePanel';
