import { expect, it } from 'vitest';
import type { FactInput } from '../contracts/index.ts';
import { Fact } from '../contracts/index.ts';
import { Counters } from './counters.ts';

const DAY = 86_400_000;
const NOW = 20_000 * DAY;
const since = { day: 20_000, known_at: 10 };
const at = (offset = 0) => new Date(NOW + offset).toISOString();
const id = (kind: string, name: string | null) => (name === null ? '' : `${kind}:${name}`);
const open = (people = 100) =>
  new Counters({
    people,
    itemOf: (offer) => (offer === '' ? '' : `item:${offer.slice(6)}`),
    dayOf: (ms) => Math.floor(ms / DAY),
  });
const hear = (counters: Counters, facts: FactInput[], seq = 20) =>
  counters.hear(
    facts.map((fact) => Fact.parse(fact)),
    id,
    seq,
  );
const line = (n: number, item: string | null, more: object = {}): FactInput => ({
  fact: 'order_line',
  source_id: `l${n}`,
  order: `o${n}`,
  account: 'ann',
  item,
  offer: 'x',
  quantity: 1,
  gross_minor: 100,
  paid_minor: 90,
  currency: 'CNY',
  ordered_at: at(),
  paid_at: at(),
  ...more,
});
const event = (name: string, item: string, offset = 0): FactInput => ({
  fact: 'event',
  source_id: `${name}${item}${offset}`,
  name: name as 'Product Viewed',
  account: 'ann',
  item,
  at: at(offset),
});
const read = (counters: Counters, capDays = 7) => counters.read('account:ann', since, 20_000, capDays);

it('[C1] purchases count once a line, take the item out of the cart, and go when cancelled', () => {
  const counters = open();
  hear(counters, [event('Product Added', 'tea'), line(1, 'tea'), line(1, 'tea'), line(2, null)]);
  expect(read(counters).purchases.map((p) => p.item_id)).toEqual(['item:tea', 'item:x']);
  expect(read(counters).cart).toEqual([]);
  hear(counters, [{ fact: 'cancellation', source_id: 'c', order: 'o1', cancelled_at: at() }]);
  expect(read(counters).purchases.map((p) => p.item_id)).toEqual(['item:x']);
});

it('[C2] what the snapshot holds is not counted again; what it came too late for is', () => {
  const counters = open();
  hear(counters, [line(1, 'old', { ordered_at: at(-DAY), paid_at: at(-DAY) })], 5);
  hear(counters, [line(2, 'late', { ordered_at: at(-DAY), paid_at: at(-DAY) })], 15);
  hear(counters, [line(3, 'today')], 5);
  expect(read(counters).purchases.map((p) => p.item_id)).toEqual(['item:late', 'item:today']);
  for (const _ of counters.forget({ day: 20_001, known_at: 15 }));
  expect(counters.knows('account:ann')).toBe(false);
});

it('[C3] views are the latest first and once each; impressions count by item within the days of the cap', () => {
  const counters = open();
  hear(counters, [
    event('Product Viewed', 'a'),
    event('Product Viewed', 'b', 1),
    event('Product Clicked', 'a', 2),
  ]);
  expect(read(counters).views).toEqual(['item:a', 'item:b']);
  for (const days of [0, 0, 3, 9]) hear(counters, [event('Product Impression', 'a', -days * DAY)]);
  expect(read(counters).impressions).toEqual([['item:a', 3]]);
  expect(read(counters, 3).impressions).toEqual([['item:a', 2]]);
});

it('[C4] the latest setting of the switch holds, whatever the order of arrival; the erased read as off', () => {
  const consent = (granted: boolean, offset: number): FactInput => ({
    fact: 'consent',
    source_id: `c${offset}`,
    account: 'ann',
    purpose: 'personalisation',
    granted,
    at: at(offset),
  });
  const counters = open();
  hear(counters, [consent(true, 5), consent(false, 3)]);
  expect(counters.isOff('account:ann')).toBe(false);
  hear(counters, [consent(false, 6)]);
  expect(counters.isOff('account:ann')).toBe(true);
  hear(counters, [
    { fact: 'preference', source_id: 'p', account: 'ann', key: 'personalisation', value: 'on', at: at(7) },
  ]);
  expect(counters.isOff('account:ann')).toBe(false);
  hear(counters, [event('Product Viewed', 'a')]);
  counters.erase('account:ann');
  expect([counters.isOff('account:ann'), counters.knows('account:ann')]).toEqual([true, false]);
  hear(counters, [event('Product Viewed', 'a')]);
  expect(counters.knows('account:ann')).toBe(false);
});

it('[C5] memory is bounded: the longest quiet are forgotten first', () => {
  const counters = open(2);
  for (const account of ['a', 'b', 'a', 'c']) counters.event(account, 'Product Viewed', 'item:x', NOW);
  expect(['a', 'b', 'c'].map((one) => counters.knows(one))).toEqual([true, false, true]);
  for (let i = 0; i < 1_000; i++) counters.event('a', 'Product Impression', `item:${i}`, NOW);
  expect(counters.read('a', since, 20_000, 7).impressions.length).toBe(200);
});

it('[C6] an offer that its shop pauses is not to be had until it is taken up again; so with what is told by hand', () => {
  const offer = (status: 'active' | 'paused', revision: number): FactInput => ({
    fact: 'offer',
    source_id: 'x',
    revision,
    shop: 's',
    variant: 'v',
    price_minor: 1,
    currency: 'CNY',
    status,
  });
  const counters = open();
  hear(counters, [offer('paused', 0)]);
  expect(counters.isPaused('offer:x')).toBe(true);
  hear(counters, [offer('active', 1)]);
  expect(counters.isPaused('offer:x')).toBe(false);
  expect([counters.setAvailable('o', false), counters.setAvailable('o', false)]).toEqual([true, false]);
  expect(counters.isUnavailable('o')).toBe(true);
  expect([counters.setAvailable('o', true), counters.isUnavailable('o')]).toEqual([true, false]);
});
