export type { Route, RouteResponse } from './Route';
export { routes } from './routes';
