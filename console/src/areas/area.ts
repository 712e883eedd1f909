import type { Role } from '../api/types.ts';
import type { Messages } from '../i18n/en.ts';

/** A word of the rail: `nav` in frame-en.ts and frame-zh.ts. */
export type NavWord = keyof Messages['nav'];

export interface NavItem {
  readonly id: NavWord;
  readonly to: string;
  readonly roles: readonly Role[];
  /** Second key after `g`; no two pages of one role share it. */
  readonly key: string;
  /** Path of a 16 × 16 icon, drawn in one stroke. */
  readonly icon: string;
}

/** A group of the rail. Without a page for the reader it is not shown. */
export interface NavGroup {
  readonly group: NavWord;
  readonly items: readonly NavItem[];
}

export const OPERATOR = ['operator'] as const;
export const READERS = ['operator', 'industry_operator'] as const;
export const ALL = ['operator', 'industry_operator', 'merchant'] as const;
