export * from './orphans';
export * from './statuses';
export * from './types';
