import type { Screen } from '../app/router.tsx';
import { type NavGroup, OPERATOR } from './area.ts';

/** Flows, canals, and the boards beside them. */
export const surveyNav: NavGroup = {
  group: 'canals',
  items: [
    {
      id: 'canalMap',
      to: '/',
      roles: OPERATOR,
      key: 'n',
      icon: 'M2 4c6 0 6 6 12 6M2 8c6 0 6-4 12-4M2 12h12',
    },
    {
      id: 'opportunities',
      to: '/opportunities',
      roles: OPERATOR,
      key: 'y',
      icon: 'M8 2.5 9.6 6.2l4 .3-3 2.7.9 3.9L8 11l-3.5 2.1.9-3.9-3-2.7 4-.3z',
    },
    {
      id: 'whiteSpace',
      to: '/white-space',
      roles: OPERATOR,
      key: 'w',
      icon: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9.5 9.5l3.5 3.5M13 9.5l-3.5 3.5',
    },
    {
      id: 'incubator',
      to: '/incubator',
      roles: OPERATOR,
      key: 'u',
      icon: 'M2 13h12M4 13c0-5 3-4 4-8M8 5l-2.4.8M8 5l1 2.3M11.5 13V9',
    },
    {
      id: 'trends',
      to: '/trends',
      roles: OPERATOR,
      key: 'e',
      icon: 'M2 12l4-4 3 2.5L14 4M10.5 4H14v3.5',
    },
    {
      id: 'defence',
      to: '/defence',
      roles: OPERATOR,
      key: 'f',
      icon: 'M8 2.5l5 1.7v3.6c0 3-2.2 4.8-5 5.7-2.8-.9-5-2.7-5-5.7V4.2z',
    },
    {
      id: 'crowds',
      to: '/crowds',
      roles: OPERATOR,
      key: 'l',
      icon: 'M5 6.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6M11 6.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6M2 12.5c0-2.2 1.3-3.5 3-3.5s3 1.3 3 3.5M8 12.5c0-2.2 1.3-3.5 3-3.5s3 1.3 3 3.5',
    },
    {
      id: 'models',
      to: '/models',
      roles: OPERATOR,
      key: 'b',
      icon: 'M3 13V3M3 13h10M5.5 10.5 8 7l2.2 2L13 4',
    },
  ],
};

export const surveyScreens = (screen: Screen) =>
  [
    screen('/opportunities', () => import('../routes/opportunities.tsx'), 'Opportunities'),
    screen('/white-space', () => import('../routes/white-space.tsx'), 'WhiteSpace'),
    screen('/incubator', () => import('../routes/incubator.tsx'), 'Incubator'),
    screen('/trends', () => import('../routes/trends.tsx'), 'Trends'),
    screen('/defence', () => import('../routes/defence.tsx'), 'Defence'),
    screen('/crowds', () => import('../routes/crowds.tsx'), 'Crowds'),
    screen('/models', () => import('../routes/models.tsx'), 'Models'),
    screen('/models/$id', () => import('../routes/model.tsx'), 'Model'),
  ] as const;
