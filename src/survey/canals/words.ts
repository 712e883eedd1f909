import type { LocalText } from '../../contracts/index.ts';

/** What people read about drivers of leaving: the observation, and the action to test. */
export const DRIVER_WORDS: Readonly<Record<string, { text: LocalText; action: LocalText }>> = {
  too_few_people: {
    text: {
      en: 'Fewer than 100 people were active a horizon ago: too few to say who leaves.',
      'zh-CN': '一个观察期之前的活跃买家不足 100 人，尚不足以判断谁会流失。',
    },
    action: {
      en: 'Wait for more history, or import older orders.',
      'zh-CN': '等待更多历史数据，或导入更早的订单。',
    },
  },
  refund: {
    text: { en: 'had a refund in the past 120 days', 'zh-CN': '近 120 天发生过退款' },
    action: {
      en: 'Test a service call or a goodwill coupon after refunds, against a holdout.',
      'zh-CN': '对退款买家测试回访或关怀券，并设置随机留出组。',
    },
  },
  cancelled: {
    text: { en: 'had an order cancelled in the past 120 days', 'zh-CN': '近 120 天有订单被取消' },
    action: {
      en: 'Show only what can be delivered; test an apology with an alternative, against a holdout.',
      'zh-CN': '仅展示可履约商品；对取消订单买家测试致歉与替代推荐，并设置随机留出组。',
    },
  },
  subsidised: {
    text: { en: 'bought mostly with platform subsidy', 'zh-CN': '主要靠平台补贴成交' },
    action: {
      en: 'Test moving them to categories they buy without subsidy, against a holdout.',
      'zh-CN': '测试引导至无需补贴的品类，并设置随机留出组。',
    },
  },
  one_category: {
    text: { en: 'bought in one top category only', 'zh-CN': '只购买过一个一级品类' },
    action: {
      en: 'Open the canal with the most excess first buyers from that category, with a holdout.',
      'zh-CN': '开通该品类超额首购最多的水渠，并设置随机留出组。',
    },
  },
  one_merchant: {
    text: { en: 'bought from one merchant only', 'zh-CN': '只在一家商家购买过' },
    action: {
      en: 'Test showing a second merchant at the same price position, against a holdout.',
      'zh-CN': '测试展示同等定位的第二家商家，并设置随机留出组。',
    },
  },
  buyers_falling: {
    text: {
      en: 'lost two fifths of its buyers against the 90 days before',
      'zh-CN': '买家数较前 90 天减少四成以上',
    },
    action: {
      en: 'Offer a place in a canal towards its category, and see its exposure share.',
      'zh-CN': '为其品类提供水渠名额，并核对曝光份额。',
    },
  },
  refunds_high: {
    text: { en: 'has a fifth or more of its lines refunded', 'zh-CN': '退款行占比达两成以上' },
    action: {
      en: 'Review its items that are sent back most, with the merchant.',
      'zh-CN': '与商家一起复核退款最多的商品。',
    },
  },
  cancellations_high: {
    text: { en: 'has a tenth or more of its lines cancelled', 'zh-CN': '取消行占比达一成以上' },
    action: { en: 'Connect its stock, so that it sells what it has.', 'zh-CN': '打通其库存，避免超卖。' },
  },
};

/** Values of crowd dimensions, in words; a region speaks for itself. */
export const CROWD_WORDS: Readonly<Record<string, LocalText>> = {
  member: { en: 'Members', 'zh-CN': '会员' },
  other: { en: 'Not members', 'zh-CN': '非会员' },
  under_6_months: { en: 'Joined within 6 months', 'zh-CN': '注册 6 个月内' },
  under_1_year: { en: 'Joined within a year', 'zh-CN': '注册 1 年内' },
  over_1_year: { en: 'Joined over a year ago', 'zh-CN': '注册 1 年以上' },
};
