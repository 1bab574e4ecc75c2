export { type AppliedObject } from './describeDrift';
export { DriftDetector } from './DriftDetector';
