export * from './need/index.ts';
export * from './next-category/index.ts';
export * from './price-position/index.ts';
export * from './response/index.ts';
