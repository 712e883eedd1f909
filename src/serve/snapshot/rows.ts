import { idOf } from '../../base/index.ts';
import { readAccount } from './accounts.ts';
import { assemble } from './build/assemble.ts';
import {
  type CatalogueRows,
  EVENT_KINDS,
  HEALTHY,
  NO_SLOT,
  REFUNDED,
  type SnapshotFacts,
  UNCLEAN,
} from './build/facts.ts';
import { encodeSnapshot } from './encode.ts';
import { openSnapshot } from './open.ts';
import type { Snapshot, SnapshotModels } from './types.ts';

/** A person as a plain row: the accounts, the first of which names them. */
export interface PersonRow {
  readonly accounts: readonly string[];
  readonly member?: boolean;
}
/** An order line as a plain row. `account` null: a guest. */
export interface LineRow {
  readonly account: string | null;
  readonly offer: string;
  readonly day: number;
  readonly amount_minor: number;
  readonly quantity?: number;
  readonly refunded?: boolean;
  readonly fake?: boolean;
  /** The decision that the order names. */
  readonly decision?: string;
}
export interface EventRow {
  readonly kind: (typeof EVENT_KINDS)[number];
  readonly account: string | null;
  readonly offer: string;
  readonly day: number;
  /** Equal within a visit; default: the account's day. */
  readonly session?: string;
  /** Place in the slate, 0 = first. */
  readonly slot?: number;
  /** The decision whose impression it names. */
  readonly decision?: string;
}

/** A small world in plain rows: for tests, previews and first examples. */
export interface SnapshotRows extends CatalogueRows {
  /** First day that is not in it. */
  readonly day: number;
  readonly people: readonly PersonRow[];
  readonly lines: readonly LineRow[];
  readonly events?: readonly EventRow[];
  readonly manifest?: Partial<SnapshotFacts['manifest']>;
  readonly models?: Partial<SnapshotModels>;
  readonly modelCategories?: readonly string[];
  readonly search?: Uint8Array | null;
}

/** A pseudonym for an account that only a test or an example knows. */
export const exampleAccount = (name: string | number): string =>
  `acc_${idOf('account', 'example', String(name)).slice(4)}`;

/** The snapshot of plain rows, through the same columns, code and bytes as the real one. */
export function snapshotFrom(rows: SnapshotRows): Snapshot {
  return openSnapshot(encodeSnapshot(assemble(factsOf(rows))), { verified: true });
}

/** Plain rows as columns. Rows may come in any order. */
export function factsOf(rows: SnapshotRows): SnapshotFacts {
  const item = new Map(rows.items.map((row, i) => [row.id, i]));
  const category = new Map(rows.categories.map((row, i) => [row.id, i]));
  const offers = new Map(rows.offers.map((row, i) => [row.id, i]));
  const accounts = rows.people.flatMap((row, p) => row.accounts.map((account) => ({ account, p })));
  const person = new Map(accounts.map(({ account, p }) => [account, p]));
  const of = <Row extends { account: string | null; offer: string; day: number }>(row: Row) => {
    const offer = offers.get(row.offer) ?? -1;
    const its = offer < 0 ? -1 : (item.get(rows.offers[offer]!.item) ?? -1);
    return {
      row,
      offer,
      item: its,
      category: its < 0 ? -1 : (category.get(rows.items[its]!.category ?? '') ?? -1),
      person: row.account === null ? -1 : (person.get(row.account) ?? -1),
    };
  };
  const inOrder = <Row extends { account: string | null; offer: string; day: number }>(
    list: readonly Row[],
  ) => list.map(of).sort((a, b) => a.person - b.person || a.row.day - b.row.day);
  const lines = inOrder(rows.lines);
  const events = inOrder(rows.events ?? []);
  const words = new Uint32Array(3 * accounts.length);
  for (const [i, { account }] of accounts.entries()) words.set(readAccount(account), 3 * i);
  const sessions = new Map<string, number>();
  const decisions = new Map<string, number>();
  const decisionOf = ({ row }: { row: LineRow | EventRow }) => {
    if (!row.decision) return 0;
    const number = decisions.get(row.decision) ?? decisions.size + 1;
    decisions.set(row.decision, number);
    return number;
  };
  return {
    manifest: {
      built_at: new Date(rows.day * 86_400_000).toISOString(),
      known_at: rows.lines.length,
      timezone: 'UTC',
      currency: 'CNY',
      simulated: true,
      ...rows.manifest,
      day: rows.day,
    },
    catalogue: rows,
    people: {
      words,
      person: Uint32Array.from(accounts, ({ p }) => p),
      member: Uint8Array.from(rows.people, (row) => (row.member ? 1 : 0)),
    },
    lines: {
      person: Int32Array.from(lines, (l) => l.person),
      item: Int32Array.from(lines, (l) => l.item),
      offer: Int32Array.from(lines, (l) => l.offer),
      category: Int32Array.from(lines, (l) => l.category),
      day: Int32Array.from(lines, (l) => l.row.day),
      amount_minor: Float64Array.from(lines, (l) => (l.row.refunded ? 0 : l.row.amount_minor)),
      quantity: Float32Array.from(lines, (l) => l.row.quantity ?? 1),
      unitPrice: Float32Array.from(lines, (l) => l.row.amount_minor / (l.row.quantity ?? 1)),
      flags: Uint8Array.from(
        lines,
        ({ row }) =>
          (row.refunded ? REFUNDED : 0) | (row.fake ? UNCLEAN : 0) | (row.refunded || row.fake ? 0 : HEALTHY),
      ),
      decision: Uint32Array.from(lines, decisionOf),
    },
    events: {
      kind: Uint8Array.from(events, (e) => EVENT_KINDS.indexOf(e.row.kind)),
      person: Int32Array.from(events, (e) => e.person),
      item: Int32Array.from(events, (e) => e.item),
      offer: Int32Array.from(events, (e) => e.offer),
      day: Int32Array.from(events, (e) => e.row.day),
      slot: Uint16Array.from(events, (e) => e.row.slot ?? NO_SLOT),
      decision: Uint32Array.from(events, decisionOf),
      session: Uint32Array.from(events, ({ row }) => {
        const key = row.session ?? `${row.account}:${row.day}`;
        if (!sessions.has(key)) sessions.set(key, sessions.size + 1);
        return sessions.get(key)!;
      }),
    },
    ...(rows.models && { models: rows.models }),
    ...(rows.modelCategories && { modelCategories: rows.modelCategories }),
    ...(rows.search && { search: rows.search }),
  };
}
