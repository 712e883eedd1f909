import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProposeBody, Rule } from '../../contracts/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import { Policies } from './policies.ts';

const DAY = 86_400_000;
const SILENT = { info() {}, warn() {}, error() {} };

let dir: string;
let ledger: Ledger;
let policies: Policies;
let now: number;
const clock = { now: () => now };
const open = () => Policies.open({ ledger, clock, logger: SILENT, noticeDays: () => 7 });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'grandcanal-policy-'));
  ledger = await openLedger({ dir });
}, 600_000);
beforeEach(async () => {
  now = Date.parse('2026-03-01T00:00:00Z');
  await ledger.query('ALTER TABLE policies DISABLE TRIGGER policies_no_truncate');
  await ledger.query('TRUNCATE policy_changes, policies');
  await ledger.query('ALTER TABLE policies ENABLE TRIGGER policies_no_truncate');
  policies = await open();
});
afterEach(() => policies?.close());
afterAll(async () => {
  await ledger?.close();
  rmSync(dir, { recursive: true, force: true });
});

test('a version is never changed or removed', async () => {
  expect(policies.current().policy.version).toBe(1);
  for (const sql of [
    "UPDATE policies SET author = 'x'",
    'DELETE FROM policies',
    'TRUNCATE policies CASCADE',
  ]) {
    await expect(ledger.query(sql)).rejects.toThrow(/append-only/);
  }
});

const rule = (rule_id: string, when = 'offer.price_minor > 100'): Rule => ({
  rule_id,
  text: { en: rule_id },
  scenarios: [],
  when,
  action: { kind: 'filter' },
  priority: 0,
  from: null,
  until: null,
  enabled: true,
});
const adding = (...rules: Rule[]): ProposeBody => ({ upsert: { rules } });
const emergency = (body: ProposeBody): ProposeBody => ({ ...body, kind: 'emergency', reason: 'recall' });
const ids = () => policies.current().policy.rules.map(({ rule_id }) => rule_id);
const fails = (code: string) => expect.objectContaining({ code });

describe('versions', () => {
  test('a fresh ledger serves by the default policy, and opens on it again', async () => {
    const { policy } = policies.current();
    expect([policy.version, policy.rules, policy.canals]).toEqual([1, [], []]);
    expect(policy.scenarios).toHaveLength(12);
    expect(policies.current().conflicts).toEqual([]);
    const again = await open();
    expect(again.current().policy).toEqual(policy);
    again.close();
  });

  test('equal contents have equal hashes, whatever way they came about', async () => {
    const first = policies.current().policy.hash;
    await policies.propose(emergency(adding(rule('b'), rule('a'))), 'op');
    const both = policies.current().policy.hash;
    await policies.propose(emergency({ remove: { rules: ['b'] } }), 'op');
    await policies.propose(emergency(adding(rule('b'))), 'op');
    expect(policies.current().policy.hash).toBe(both);
    await policies.propose(emergency({ remove: { rules: ['a', 'b'] } }), 'op');
    expect(policies.current().policy.hash).toBe(first);
  });

  test('a rollback is a new version equal to an old one, live at once', async () => {
    await policies.propose(emergency(adding(rule('a'))), 'op');
    const view = await policies.rollback(1, 'it hid everything', 'op');
    expect(view).toMatchObject({ version: 3, equals_version: 1, kind: 'rollback', live: true });
    expect(view.hash).toBe((await policies.view(1)).hash);
    expect(view.differences).toEqual([expect.objectContaining({ what: 'rule', id: 'a', change: 'removed' })]);
    expect(ids()).toEqual([]);
    await expect(policies.rollback(1, 'again', 'op')).rejects.toEqual(fails('conflict'));
    await expect(policies.rollback(9, 'none', 'op')).rejects.toEqual(fails('not_found'));
  });

  test('a version says field by field what differs, and a decision finds its policy again', async () => {
    await policies.propose(emergency(adding(rule('a'))), 'op');
    const { version: policy_version, hash: policy_hash } = policies.current().policy;
    await policies.propose(emergency(adding({ ...rule('a'), priority: 5 })), 'op');
    expect((await policies.view()).differences).toEqual([
      { what: 'rule', id: 'a', change: 'changed', fields: [{ pointer: '/priority', before: 0, after: 5 }] },
    ]);
    const again = await open();
    for (const one of [policies, again])
      expect((await one.ofDecision({ policy_version, policy_hash })).policy.rules[0]!.priority).toBe(0);
    await expect(again.ofDecision({ policy_version: 1, policy_hash })).rejects.toEqual(fails('not_found'));
    again.close();
  });
});

describe('notice', () => {
  test('a rule waits out its notice, and then goes live by itself', async () => {
    const change = await policies.propose(adding(rule('a')), 'op');
    expect(change).toMatchObject({ status: 'pending', version: null, kind: 'regular' });
    expect(Date.parse(change.effective_at)).toBe(now + 7 * DAY);
    now += 7 * DAY - 1;
    await policies.tick();
    expect(ids()).toEqual([]);
    now += 1;
    await policies.tick();
    expect(ids()).toEqual(['a']);
    expect(await policies.list(1)).toEqual([
      expect.objectContaining({ version: 2, author: 'op', announced_at: change.created_at }),
    ]);
  });

  test('too short a notice is refused with the earliest day', async () => {
    const soon = { ...adding(rule('a')), effective_at: new Date(now + DAY).toISOString() };
    await expect(policies.propose(soon, 'op')).rejects.toEqual(
      expect.objectContaining({
        code: 'notice_too_short',
        params: { notice_days: 7, earliest: '2026-03-08T00:00:00.000Z' },
      }),
    );
    expect(await policies.changes(10)).toEqual([]);
  });

  test('a correction is live at once, gives its reason, and is recorded', async () => {
    await expect(policies.propose({ ...adding(rule('a')), kind: 'correction' }, 'op')).rejects.toEqual(
      fails('validation_failed'),
    );
    await policies.propose({ ...adding(rule('a')), kind: 'correction', reason: 'typing error' }, 'op');
    expect(ids()).toEqual(['a']);
    const [entry] = await ledger.query<{ after: unknown }>(
      "SELECT after FROM audit WHERE action = 'policy.propose' AND actor = 'op' ORDER BY audit_id DESC",
    );
    expect(entry!.after).toMatchObject({ kind: 'correction', reason: 'typing error' });
  });

  test('experiments and canals need no notice, and do not lose what is pending', async () => {
    await policies.propose(adding(rule('later')), 'op');
    await policies.openCanal(canal, 'op');
    await policies.propose({ holdout: { salt: 'x', rate: 0.1 } }, 'op');
    expect(policies.current().policy).toMatchObject({ holdout: { rate: 0.1 }, canals: [canal] });
    now += 7 * DAY;
    await policies.tick();
    expect(policies.current().policy).toMatchObject({ holdout: { rate: 0.1 }, canals: [canal] });
    expect(ids()).toEqual(['later']);
  });

  test('a pending change can be withdrawn; a live one cannot', async () => {
    const change = await policies.propose(adding(rule('a')), 'op');
    await policies.withdraw(change.change_id, 'op');
    now += 8 * DAY;
    await policies.tick();
    expect(ids()).toEqual([]);
    await expect(policies.withdraw(change.change_id, 'op')).rejects.toEqual(fails('conflict'));
    await expect(policies.withdraw(99, 'op')).rejects.toEqual(fails('not_found'));
  });
});

const canal = {
  canal_id: 'cnl_1',
  from_category_id: 'cat_1',
  to_category_id: 'cat_2',
  scenarios: [],
  slots: 2,
};

describe('what cannot be', () => {
  test.each([
    ['a syntax error', rule('a', 'offer.price_minor >'), 'syntax'],
    ['an unknown name', rule('a', 'offer.prise > 1'), 'unknown_name'],
    ['a wrong type', rule('a', 'offer.id > 1'), 'wrong_type'],
    ['a condition that is no yes or no', rule('a', 'offer.price_minor'), 'wrong_type'],
    ['a regular expression', rule('a', 'offer.title.matches("(a+)+$")'), 'not_allowed'],
    ['a loop', rule('a', '[1, 2].all(x, x > 0)'), 'not_allowed'],
    ['too deep a nesting', rule('a', `${'('.repeat(200)}true${')'.repeat(200)}`), 'too_complex'],
    ['too long a chain', rule('a', Array(250).fill('true').join('&&')), 'too_complex'],
  ])('%s is refused with its place, and nothing changes', async (_name, bad, code) => {
    await expect(policies.propose(emergency(adding(rule('fine'), bad)), 'op')).rejects.toEqual(
      expect.objectContaining({
        code: 'policy_invalid',
        causes: [expect.objectContaining({ pointer: '/rules/0/when', code })],
      }),
    );
    expect(ids()).toEqual([]);
    expect(await policies.changes(10)).toEqual([]);
  });

  test('quotas that contradict themselves, dates turned round, an empty change', async () => {
    const quota = { ...rule('q'), action: { kind: 'quota' as const, min: 5, max: 2 } };
    await expect(policies.propose(emergency(adding(quota)), 'op')).rejects.toEqual(fails('policy_invalid'));
    const turned = { ...rule('d'), from: '2026-02-02', until: '2026-02-01' };
    await expect(policies.propose(emergency(adding(turned)), 'op')).rejects.toEqual(fails('policy_invalid'));
    await expect(policies.propose({}, 'op')).rejects.toEqual(fails('validation_failed'));
    await expect(policies.propose({ remove: { rules: ['none'] } }, 'op')).rejects.toEqual(
      fails('validation_failed'),
    );
  });

  test('a change that no longer compiles on its day leaves the live policy, and says so', async () => {
    const change = await policies.propose(adding(rule('a')), 'op');
    await ledger.query(
      "UPDATE policy_changes SET patch = jsonb_set(patch, '{upsert,rules,0,when}', '\"1 +\"')",
    );
    now += 7 * DAY;
    await policies.tick();
    expect(policies.current().policy.version).toBe(1);
    expect((await policies.changes(10))[0]).toMatchObject({ change_id: change.change_id, status: 'refused' });
  });

  test('a canal is opened once, and closed once', async () => {
    await policies.openCanal(canal, 'op');
    await expect(policies.openCanal(canal, 'op')).rejects.toEqual(fails('conflict'));
    expect(await policies.closeCanal('cnl_1', 'op')).toMatchObject(canal);
    expect(policies.current().policy.canals).toEqual([]);
    await expect(policies.closeCanal('cnl_1', 'op')).rejects.toEqual(fails('not_found'));
  });

  test('conflicts are reported with the change, and are no reason to refuse it', async () => {
    const pin = (id: string) => ({ ...rule(id), action: { kind: 'pin' as const, slot: 0 } });
    const change = await policies.propose(adding(pin('one'), pin('two')), 'op');
    expect(change.conflicts.map(({ kind, scenario }) => [kind, scenario])).toContainEqual([
      'same_slot',
      'home_feed',
    ]);
  });
});
