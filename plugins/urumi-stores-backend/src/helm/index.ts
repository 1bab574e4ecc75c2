export * from './classifyHelmFailure';
export * from './describeChart';
export * from './digestValues';
export * from './HelmCli';
export * from './reconcileRelease';
export * from './releaseSecrets';
export * from './releaseState';
export * from './removeRelease';
