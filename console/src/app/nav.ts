import type { Role } from '../api/types.ts';
import type { NavGroup, NavItem } from '../areas/area.ts';
import { dataNav } from '../areas/data.ts';
import { instanceNav } from '../areas/instance.ts';
import { marketNav } from '../areas/market.ts';
import { poolNav } from '../areas/pool.ts';
import { searchingNav } from '../areas/searching.ts';
import { servingNav } from '../areas/serving.ts';
import { surveyNav } from '../areas/survey.ts';

/** The rail, in order. */
export const NAV: readonly NavGroup[] = [
  surveyNav,
  servingNav,
  searchingNav,
  marketNav,
  poolNav,
  dataNav,
  instanceNav,
];

export const pagesOf = (role: Role): NavItem[] =>
  NAV.flatMap((g) => g.items.filter((item) => item.roles.includes(role)));
