export { openShop, type Shop, type ShopOptions, type Shopper } from './open-shop.ts';
export { shoppersOf } from './shoppers.ts';
