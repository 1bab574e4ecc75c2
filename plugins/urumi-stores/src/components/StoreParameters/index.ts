export {
  CreateStoreGate,
  CreateStoreSkeleton,
  type StoreOffer,
} from './CreateStoreGate';
export {
  completeChoice,
  switchEngine,
  type EngineChoice,
} from './engineChoice';
export { EngineField } from './EngineField';
export { fieldError } from './fieldError';
export { ParameterInputs } from './ParameterInputs';
export { PlacementFields } from './PlacementFields';
export { planCost } from './planCost';
export { PlanField } from './PlanField';
export { readParameterFields } from './readParameterFields';
export { StoreParameters } from './StoreParameters';
export { useParameterErrors } from './useParameterErrors';
export { useParameterIssues } from './useParameterIssues';
export { validateParameters } from './validateParameters';
