export { policyFeatures as default } from './policyFeatures';
