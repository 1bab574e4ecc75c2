export {
  STORE_PLAN_FIELD,
  STORE_VERSION_FIELD,
  storePlanField,
  storeVersionField,
} from './storeChangeFields';
export { type StoreChangeOptions } from './StorePlanField';
