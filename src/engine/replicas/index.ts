export { Replicas } from './replicas.ts';
