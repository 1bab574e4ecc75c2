export { StorePage } from './StorePage';
export { StoreActions } from './StoreActions';
export { StoreView } from './StoreView';
export { StepsSection } from './StepsSection';
export { Event } from './Event';
export { EventsSection } from './EventsSection';
export { FailurePanel } from './FailurePanel';
