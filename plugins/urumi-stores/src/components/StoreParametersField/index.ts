export {
  STORE_PARAMETERS_FIELD,
  storeParametersField,
} from './storeParametersField';
