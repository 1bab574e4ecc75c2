export { telemetryModule as default } from './telemetryModule';
