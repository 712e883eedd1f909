import type { Screen } from '../app/router.tsx';
import { ALL, type NavGroup } from './area.ts';

/** How people move, and what prices do. */
export const marketNav: NavGroup = {
  group: 'market',
  items: [
    {
      id: 'journey',
      to: '/journey',
      roles: ALL,
      key: '1',
      icon: 'M3 4.5a1.5 1.5 0 1 0 0-.1M11.5 4.5a1.5 1.5 0 1 0 0-.1M7 12.5a1.5 1.5 0 1 0 0-.1M6 4.5h5M5.3 5.8l2.4 5M12 6l-3 5',
    },
    {
      id: 'pricePower',
      to: '/price-power',
      roles: ALL,
      key: '2',
      icon: 'M8.5 2.5h5v5l-6 6-5-5zM10.8 5.2v.1',
    },
  ],
};

export const marketScreens = (screen: Screen) =>
  [
    screen('/journey', () => import('../routes/journey.tsx'), 'Journey'),
    screen('/price-power', () => import('../routes/price-power.tsx'), 'PricePower'),
  ] as const;
