// Generated from person-of-account.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type PersonOfAccountParams = { account: string; k: number | string; identity_mode: string };

export type PersonOfAccountRow = {
  no: number; // UInt32
};

export const personOfAccount: Query<PersonOfAccountParams, PersonOfAccountRow> = {
  name: "person-of-account",
  text: `-- purpose: the person number behind one account of a shard, as known at K
-- grain: one row, or none where the account has no lines
-- params: account id; identity_mode; k sequence
-- setup: ../../sql/resolve-ids.sql
WITH
    (
        SELECT argMax(person_id, (valid_from, revision, seq)) FROM account_persons
        WHERE account_id = {account:String} AND seq <= {k:UInt64} AND {identity_mode:String} = 'resolved'
            AND (id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'account_person' AND seq <= {k:UInt64})
    ) AS person
SELECT no FROM survey_people
WHERE identity_mode = {identity_mode:String} AND id = if(coalesce(person, '') != '', person, {account:String})
`,
};
