import type { Screen } from '../app/router.tsx';
import { type NavGroup, OPERATOR } from './area.ts';

/** What is shown to whom, why, and by which rules. */
export const servingNav: NavGroup = {
  group: 'serving',
  items: [
    {
      id: 'whiteBox',
      to: '/white-box',
      roles: OPERATOR,
      key: 'v',
      icon: 'M2.5 3.5h11M2.5 8h7M2.5 12.5h4M12 6.5v6M10 10.5l2 2 2-2',
    },
    {
      id: 'scenarios',
      to: '/scenarios',
      roles: OPERATOR,
      key: 'z',
      icon: 'M2.5 2.5h11v8h-11zM5.5 13.5h5M8 10.5v3',
    },
    {
      id: 'rules',
      to: '/rules',
      roles: OPERATOR,
      key: 'q',
      icon: 'M3 2.5h10v11H3zM5.5 6h5M5.5 8.5h5M5.5 11h3',
    },
    {
      id: 'experiments',
      to: '/experiments',
      roles: OPERATOR,
      key: 'h',
      icon: 'M6 2.5h4M7 2.5v4L3.5 13h9L9 6.5v-4',
    },
    {
      id: 'placements',
      to: '/placements',
      roles: ['operator', 'merchant'],
      key: '6',
      icon: 'M2.5 4.5h11v7h-11zM8 6.5v3M6.5 7.2h2.2a.8.8 0 0 1 0 1.6H6.5',
    },
    {
      id: 'parameters',
      to: '/parameters',
      roles: ['operator', 'industry_operator', 'merchant'],
      key: 'j',
      icon: 'M2.5 13.5h11M4 13V9M8 13V3M12 13V6',
    },
    {
      id: 'standing',
      to: '/standing',
      roles: ['merchant'],
      key: 'y',
      icon: 'M8 13.5a5.5 5.5 0 1 0-.1 0M6.3 6.2a1.8 1.8 0 1 1 2.5 1.9c-.6.3-.8.6-.8 1.3M8 11.4v.1',
    },
  ],
};

export const servingScreens = (screen: Screen) =>
  [
    screen('/white-box', () => import('../routes/white-box.tsx'), 'WhiteBox'),
    screen('/scenarios', () => import('../routes/scenarios.tsx'), 'Scenarios'),
    screen('/rules', () => import('../routes/rules.tsx'), 'Rules'),
    screen('/experiments', () => import('../routes/experiments.tsx'), 'Experiments'),
    screen('/placements', () => import('../routes/placements.tsx'), 'Placements'),
    screen('/parameters', () => import('../routes/parameters.tsx'), 'Parameters'),
    screen('/standing', () => import('../routes/standing.tsx'), 'Standing'),
  ] as const;
