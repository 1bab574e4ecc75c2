export { MyStoresContent } from './MyStoresContent';
