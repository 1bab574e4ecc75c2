export * from './ConfigBlock';
export * from './valueKinds';
