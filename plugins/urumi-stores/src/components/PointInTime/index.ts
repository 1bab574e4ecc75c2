export { PointInTime } from './PointInTime';
