export { GuidedVisit } from './GuidedVisit';
