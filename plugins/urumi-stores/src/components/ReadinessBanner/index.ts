export { ReadinessBanner } from './ReadinessBanner';
