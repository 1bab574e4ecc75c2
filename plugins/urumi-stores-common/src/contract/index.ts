export * from './inCluster';
export * from './orphans';
export * from './revisions';
export * from './statuses';
export * from './storeSorts';
export * from './types';
