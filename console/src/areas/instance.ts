import type { Screen } from '../app/router.tsx';
import { type NavGroup, OPERATOR } from './area.ts';

/** Who may do what, and by which rules the instance counts. */
export const instanceNav: NavGroup = {
  group: 'instance',
  items: [
    {
      id: 'people',
      to: '/people',
      roles: OPERATOR,
      key: 'p',
      icon: 'M6 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M2 13c0-2.4 1.8-3.8 4-3.8S10 10.6 10 13M10.5 3.4a2 2 0 0 1 0 3.8M11.8 9.6c1.3.5 2.2 1.7 2.2 3.4',
    },
    {
      id: 'keys',
      to: '/keys',
      roles: OPERATOR,
      key: 'k',
      icon: 'M10.5 2.5a3 3 0 1 0 .1 0M8.4 7.6 2.5 13.5M4.5 11.5l1.8 1.8',
    },
    {
      id: 'settings',
      to: '/settings',
      roles: OPERATOR,
      key: 's',
      icon: 'M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 3v3M5.5 10v3',
    },
    {
      id: 'audit',
      to: '/audit',
      roles: OPERATOR,
      key: 'a',
      icon: 'M8 2.5a5.5 5.5 0 1 0 .1 0M8 5v3.2l2.2 1.4',
    },
  ],
};

export const instanceScreens = (screen: Screen) =>
  [
    screen('/people', () => import('../routes/people.tsx'), 'People'),
    screen('/keys', () => import('../routes/keys.tsx'), 'Keys'),
    screen('/settings', () => import('../routes/settings.tsx'), 'Settings'),
    screen('/audit', () => import('../routes/audit.tsx'), 'Audit'),
  ] as const;
