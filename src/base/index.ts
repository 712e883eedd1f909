export * from './canonical.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './money.ts';
export * from './random.ts';
export * from './steps.ts';
export * from './time.ts';
