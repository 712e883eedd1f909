import type { Screen } from '../app/router.tsx';
import { ALL, type NavGroup, OPERATOR, READERS } from './area.ts';

/** What counts the pool: people, categories, merchants, cohorts. */
export const poolNav: NavGroup = {
  group: 'pool',
  items: [
    {
      id: 'overview',
      to: '/overview',
      roles: READERS,
      key: 'o',
      icon: 'M2 6c2-2 4 2 6 0s4 2 6 0M2 10c2-2 4 2 6 0s4 2 6 0',
    },
    {
      id: 'today',
      to: '/',
      roles: ['merchant'],
      key: 't',
      icon: 'M8 3v2M8 11v2M3 8h2M11 8h2M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
    },
    {
      id: 'categories',
      to: '/categories',
      roles: ALL,
      key: 'c',
      icon: 'M3 3h4v4H3zM9 9h4v4H9zM5 7v4h4',
    },
    {
      id: 'merchants',
      to: '/merchants',
      roles: READERS,
      key: 'm',
      icon: 'M3 7v6h10V7M2 7l1.5-4h9L14 7zM6.5 13V10h3v3',
    },
    {
      id: 'cohorts',
      to: '/cohorts',
      roles: OPERATOR,
      key: 'r',
      icon: 'M2 3h12M2 6.3h9M2 9.6h6M2 13h3',
    },
  ],
};

export const poolScreens = (screen: Screen) =>
  [
    screen('/overview', () => import('../routes/overview.tsx'), 'Overview'),
    screen('/categories', () => import('../routes/categories.tsx'), 'Categories'),
    screen('/categories/$id', () => import('../routes/category.tsx'), 'Category'),
    screen('/merchants', () => import('../routes/merchants.tsx'), 'Merchants'),
    screen('/merchants/$id', () => import('../routes/merchant.tsx'), 'Merchant'),
    screen('/cohorts', () => import('../routes/cohorts.tsx'), 'Cohorts'),
  ] as const;
