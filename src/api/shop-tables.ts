import type { Tables } from './call.ts';
import { column, plain, sheetOf } from './sheet.ts';

const word = (text: { en: string; zh: string }, lang: 'en' | 'zh-CN') => (lang === 'en' ? text.en : text.zh);

/** Exports of price power and journeys: they write down what the route answered. */
export const shopTables: Tables<'journey' | 'priceBoard' | 'pricedOffers'> = {
  journey: (a) => ({
    name: `journey-${a.from}-${a.to}`,
    sheet: (lang) =>
      sheetOf<(typeof a.edges)[number]>(
        [
          plain('from', 'From', '来自'),
          plain('to', 'To', '去往'),
          plain('step_count', 'Steps', '步数'),
          plain('people_count', 'People', '人数'),
          plain('rate', 'Share', '占比'),
        ],
        a.edges,
        lang,
      ),
  }),
  priceBoard: (a) => ({
    name: 'price-power',
    sheet: (lang) =>
      sheetOf<(typeof a.rows)[number]>(
        [
          plain('id', 'Id', '编号'),
          column('name', 'Name', '名称', (row, l) => word(row.name, l)),
          plain('offer_count', 'Offers', '商品数'),
          ...[5, 4, 3, 2, 1].map((band) =>
            column<(typeof a.rows)[number]>(
              `band_${band}`,
              `Band ${band}`,
              `${band} 星`,
              (row) => row.bands[band - 1],
            ),
          ),
          plain('unbanded_count', 'Without a band', '无可比'),
          plain('mean_band', 'Mean band', '平均星级'),
        ],
        a.rows,
        lang,
      ),
  }),
  pricedOffers: (a) => ({
    name: 'price-power-offers',
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('offer_id', 'Offer', '商品'),
          column('title', 'Title', '标题', (row, l) => word(row.title, l)),
          plain('merchant_id', 'Merchant', '商家'),
          column('category', 'Category', '类目', (row, l) => word(row.category, l)),
          plain('price_minor', 'Price', '到手价'),
          plain('content', 'Content', '规格含量'),
          plain('band', 'Band', '星级'),
          plain('basis', 'Compared with', '对比范围'),
          plain('competitor_count', 'Offers compared with', '对比商品数'),
          plain('gap_minor', 'Gap to the next band', '距上一档'),
          plain('next_price_minor', 'Price in the next band', '上一档价格'),
        ],
        a.data,
        lang,
      ),
  }),
};
