export { SimulatedNotice } from './SimulatedNotice';
