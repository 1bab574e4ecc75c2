export { CreateStorePage } from './CreateStorePage';
