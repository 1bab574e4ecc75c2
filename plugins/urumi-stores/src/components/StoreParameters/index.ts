export { CreateStoreGate, CreateStoreSkeleton } from './CreateStoreGate';
export { completeChoice, type EngineChoice } from './engineChoice';
export { fieldError } from './fieldError';
export { readParameterFields } from './readParameterFields';
export { StoreParameters } from './StoreParameters';
export { useParameterErrors } from './useParameterErrors';
export { validateParameters } from './validateParameters';
