export { type StoreParametersOptions } from './StoreParametersField';
export {
  STORE_PARAMETERS_FIELD,
  storeParametersField,
} from './storeParametersField';
