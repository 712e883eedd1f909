import type { Screen } from '../app/router.tsx';
import { ALL, type NavGroup, OPERATOR } from './area.ts';

/** What came in, and what each number means. */
export const dataNav: NavGroup = {
  group: 'data',
  items: [
    { id: 'metrics', to: '/registry', roles: ALL, key: 'd', icon: 'M4 2.5h8v11H4zM6 6h4M6 8.5h4M6 11h2' },
    {
      id: 'imports',
      to: '/imports',
      roles: OPERATOR,
      key: 'i',
      icon: 'M8 2v8M5 7l3 3 3-3M2.5 11v2.5h11V11',
    },
    {
      id: 'rejected',
      to: '/rejected',
      roles: OPERATOR,
      key: 'x',
      icon: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3v.2',
    },
  ],
};

export const dataScreens = (screen: Screen) =>
  [
    screen('/registry', () => import('../routes/registry.tsx'), 'Registry'),
    screen('/imports', () => import('../routes/imports.tsx'), 'Imports'),
    screen('/imports/$id', () => import('../routes/import.tsx'), 'Import'),
    screen('/rejected', () => import('../routes/rejected.tsx'), 'Rejected'),
  ] as const;
