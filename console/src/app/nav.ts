import type { Role } from '../api/types.ts';

export type PageId =
  | 'canalMap'
  | 'opportunities'
  | 'whiteSpace'
  | 'incubator'
  | 'trends'
  | 'defence'
  | 'crowds'
  | 'overview'
  | 'today'
  | 'categories'
  | 'merchants'
  | 'cohorts'
  | 'metrics'
  | 'imports'
  | 'rejected'
  | 'people'
  | 'keys'
  | 'settings'
  | 'audit';

export interface NavItem {
  readonly id: PageId;
  readonly to: string;
  readonly roles: readonly Role[];
  /** Second key after `g`. */
  readonly key: string;
}

const READERS = ['operator', 'industry_operator'] as const;
const ALL = ['operator', 'industry_operator', 'merchant'] as const;
const OPERATOR = ['operator'] as const;

/** The rail, in order. A group without a page for the reader is not shown. */
export const NAV: readonly {
  readonly group: 'pool' | 'canals' | 'data' | 'instance';
  items: readonly NavItem[];
}[] = [
  {
    group: 'canals',
    items: [
      { id: 'canalMap', to: '/', roles: OPERATOR, key: 'n' },
      { id: 'opportunities', to: '/opportunities', roles: OPERATOR, key: 'y' },
      { id: 'whiteSpace', to: '/white-space', roles: OPERATOR, key: 'w' },
      { id: 'incubator', to: '/incubator', roles: OPERATOR, key: 'u' },
      { id: 'trends', to: '/trends', roles: OPERATOR, key: 'e' },
      { id: 'defence', to: '/defence', roles: OPERATOR, key: 'f' },
      { id: 'crowds', to: '/crowds', roles: OPERATOR, key: 'l' },
    ],
  },
  {
    group: 'pool',
    items: [
      { id: 'overview', to: '/overview', roles: READERS, key: 'o' },
      { id: 'today', to: '/', roles: ['merchant'], key: 't' },
      { id: 'categories', to: '/categories', roles: ALL, key: 'c' },
      { id: 'merchants', to: '/merchants', roles: READERS, key: 'm' },
      { id: 'cohorts', to: '/cohorts', roles: OPERATOR, key: 'r' },
    ],
  },
  {
    group: 'data',
    items: [
      { id: 'metrics', to: '/registry', roles: ALL, key: 'd' },
      { id: 'imports', to: '/imports', roles: OPERATOR, key: 'i' },
      { id: 'rejected', to: '/rejected', roles: OPERATOR, key: 'x' },
    ],
  },
  {
    group: 'instance',
    items: [
      { id: 'people', to: '/people', roles: OPERATOR, key: 'p' },
      { id: 'keys', to: '/keys', roles: OPERATOR, key: 'k' },
      { id: 'settings', to: '/settings', roles: OPERATOR, key: 's' },
      { id: 'audit', to: '/audit', roles: OPERATOR, key: 'a' },
    ],
  },
];

export const pagesOf = (role: Role): NavItem[] =>
  NAV.flatMap((g) => g.items.filter((item) => item.roles.includes(role)));
