export * from './statuses';
export * from './types';
