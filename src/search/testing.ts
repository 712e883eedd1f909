import type { SearchDoc } from './types.ts';

/** A document for tests; what is left out is empty. */
export function docOf(names: string | readonly string[], more: Partial<SearchDoc> = {}): SearchDoc {
  return {
    names: typeof names === 'string' ? [names] : names,
    brands: [],
    categories: [],
    attributes: [],
    shops: [],
    ...more,
  };
}

/** A small shelf in both languages. */
export const SHELF: readonly SearchDoc[] = [
  docOf(['Wireless Bluetooth headphones', '无线蓝牙耳机'], {
    brands: ['Sonar', '声纳'],
    categories: ['Headphones', '耳机'],
    attributes: ['color=black'],
  }),
  docOf(['Wired headphones', '有线耳机'], {
    brands: ['Sonar', '声纳'],
    categories: ['Headphones', '耳机'],
    attributes: ['color=white'],
  }),
  docOf(['Phone case', '手机壳'], {
    categories: ['Phone accessories', '手机配件'],
    attributes: ['color=black'],
  }),
  docOf(['Smartphone 128 GB', '智能手机'], {
    categories: ['Mobile phones', '手机'],
    brands: ['Orbit', '轨道'],
  }),
  docOf(['Olive oil 500 ml', '橄榄油 500毫升'], { categories: ['Cooking oil', '食用油'] }),
  docOf(['Olive oil 1 L', '橄榄油 1升'], { categories: ['Cooking oil', '食用油'] }),
  docOf(['Running shoes', '跑步鞋'], { categories: ['Shoes', '鞋'], attributes: ['color=red', 'size=42'] }),
  docOf(['Teapot', '茶壶'], { categories: ['Tea ware', '茶具'] }),
];
