export { Serving } from './serving.ts';
export { itemView, shopTree, shopView } from './shop-views.ts';
