import type { components } from '../../../src/client/api.gen.ts';

type Schemas = components['schemas'];
export type Slate = Schemas['Slate'];
export type Slot = Slate['slots'][number];
export type SearchAnswer = Schemas['SearchAnswer'];
export type SearchResult = Schemas['SearchResult'];
export type ItemView = Schemas['ItemView'];
export type ShopView = Schemas['ShopView'];
export type ShopTree = Schemas['ShopTree'];
export type AccountLabels = Schemas['AccountLabels'];

export interface Both {
  en: string;
  zh: string;
}

export interface Me {
  shopper: { name: string; region: string } | null;
  sign_in: string[];
  simulated: boolean;
}

export interface Order {
  order: string;
  at: string;
  currency: string;
  total_minor: number;
  cancelled_at: string | null;
  told: boolean;
  lines: {
    line: string;
    item: string;
    title: Both;
    quantity: number;
    price_minor: number;
    request_id: string;
  }[];
}
