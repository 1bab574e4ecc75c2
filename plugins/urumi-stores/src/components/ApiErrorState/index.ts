export { ApiErrorState } from './ApiErrorState';
