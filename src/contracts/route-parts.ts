import { z } from 'zod';
import type { RouteSpec } from './route-spec.ts';

/** What several tables of routes are made of. */

export const OPERATOR = { roles: ['operator'], scope: 'admin' } as const;
export const READERS = {
  roles: ['operator', 'industry_operator', 'merchant'],
  scope: 'metrics:read',
} as const;

export const route = <const R extends RouteSpec>(spec: R): R => spec;

/** The one parameter in an address. */
export const id = <N extends string>(name: N) =>
  z.object({ [name]: z.string().min(1).max(256) } as Record<N, z.ZodString>);

/** What a route with `csv` takes beside its own parameters. */
export const FILE = {
  format: z.enum(['json', 'csv', 'xlsx']).default('json'),
  lang: z.enum(['en', 'zh-CN']).optional(),
};

/** A whole number in a query string. */
export const optionalInt = (min: number, max: number) => z.coerce.number().int().min(min).max(max).optional();
