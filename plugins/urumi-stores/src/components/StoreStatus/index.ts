export { StateLabel } from './StateLabel';
export type { Tone } from './StateLabel';
export { StoreStatusLabel } from './StoreStatusLabel';
export { TroubleLabels } from './TroubleLabels';
