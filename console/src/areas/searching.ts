import type { Screen } from '../app/router.tsx';
import { type NavGroup, OPERATOR } from './area.ts';

/** What search finds, why in this order, and how good it is. */
export const searchingNav: NavGroup = {
  group: 'searching',
  items: [
    {
      id: 'queryExplorer',
      to: '/query-explorer',
      roles: ['operator', 'merchant'],
      key: '3',
      icon: 'M7 12a5 5 0 1 0-.1 0M10.5 10.5l3 3M5 7h4M7 5v4',
    },
    {
      id: 'searchQuality',
      to: '/search-quality',
      roles: OPERATOR,
      key: '4',
      icon: 'M2.5 13.5h11M3.5 10l3-3 2.5 2.5L13 5M10.5 5H13v2.5',
    },
    {
      id: 'synonyms',
      to: '/synonyms',
      roles: OPERATOR,
      key: '5',
      icon: 'M2.5 5.5h8M8.5 3l2.5 2.5L8.5 8M13.5 10.5h-8M7.5 8L5 10.5 7.5 13',
    },
  ],
};

export const searchingScreens = (screen: Screen) =>
  [
    screen('/query-explorer', () => import('../routes/query-explorer.tsx'), 'QueryExplorer'),
    screen('/search-quality', () => import('../routes/search-quality.tsx'), 'SearchQualityScreen'),
    screen('/synonyms', () => import('../routes/synonyms.tsx'), 'Synonyms'),
  ] as const;
