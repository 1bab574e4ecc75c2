export { StoreLimits } from './StoreLimits';
