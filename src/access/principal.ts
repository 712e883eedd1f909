import type { Access, Me, Role, Scope } from '../contracts/index.ts';

/** Whoever asks, by whatever credentials: the one type that rights and data filters are decided on. */
export interface Principal {
  readonly kind: Me['kind'];
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly merchant_id: string | null;
  readonly industries: readonly string[];
  /** Of a key only: people and the local token act by role. */
  readonly scopes: readonly Scope[];
}

/** The owner of the data folder, through the token of its LOCK file. */
export const LOCAL: Principal = {
  kind: 'local',
  id: 'local',
  name: 'local',
  email: null,
  role: 'operator',
  merchant_id: null,
  industries: [],
  scopes: [],
};

/**
 * May this principal call a route? People by role; keys by scope, and by the role that their reach gives them,
 * so that a key bound to a merchant never passes where a merchant would not.
 */
export function mayCall(principal: Principal | null, access: Access): boolean {
  if (access.public) return true;
  if (!principal) return false;
  if (access.authenticated) return true;
  if (!access.roles?.includes(principal.role)) return false;
  if (principal.kind !== 'key') return true;
  return (
    access.scope !== undefined &&
    (principal.scopes.includes(access.scope) || principal.scopes.includes('admin'))
  );
}

/** Which data a principal may see exactly. */
export type DataFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'industries'; readonly industries: readonly string[] }
  | { readonly kind: 'merchant'; readonly merchant_id: string };

/** The one place where rights over data are decided. Every route that reads facts or metrics goes through it. */
export function dataFilterOf(principal: Principal): DataFilter {
  if (principal.role === 'operator') return { kind: 'all' };
  if (principal.role === 'industry_operator') return { kind: 'industries', industries: principal.industries };
  return { kind: 'merchant', merchant_id: principal.merchant_id ?? '' };
}

export const meOf = (p: Principal): Me => ({ ...p, industries: [...p.industries], scopes: [...p.scopes] });
