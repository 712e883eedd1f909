import type { Principal } from '../../access/index.ts';
import { GcError } from '../../base/index.ts';

/** Whose view: a merchant's own, or the one that an operator names. @throws query_forbidden, validation_failed */
export function ownMerchant(principal: Principal, asked: string | undefined): string {
  const own = principal.role === 'merchant' ? principal.merchant_id : asked;
  if (!own)
    throw new GcError('validation_failed', 'An operator must say whose view it is: merchant_id.', {
      causes: [{ pointer: '/merchant_id', code: 'required', detail: 'must be given' }],
    });
  if (asked !== undefined && asked !== own)
    throw new GcError('query_forbidden', 'A merchant sees its own offers only.');
  return own;
}
