export * from './bootstrap.ts';
export * from './knots.ts';
export * from './logistic.ts';
export * from './multiple.ts';
export * from './ratio.ts';
export * from './sort.ts';
export * from './special.ts';
