export * from './next-category/index.ts';
