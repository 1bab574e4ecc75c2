export { teamFeatures as default } from './teamFeatures';
