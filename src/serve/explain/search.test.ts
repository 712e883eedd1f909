import { describe, expect, test } from 'vitest';
import type { CatalogueRow, ScenarioConfig } from '../../contracts/index.ts';
import { buildIndex, encodeIndex } from '../../search/index.ts';
import { decide } from '../decide/decide.ts';
import { openPast, patchedPast } from '../decide/open-past.ts';
import type { Past } from '../decide/past.ts';
import { liveValues, policyOf, requestOf, scenarioOf } from '../decide/testing.ts';
import { documentOf } from '../patch/document.ts';
import { withPatch } from '../patch/patch.ts';
import { exampleRows, type Snapshot, snapshotFrom } from '../snapshot/index.ts';
import type { Texts } from '../snapshot/types.ts';
import { absence } from './absence.ts';
import { explain } from './explain.ts';
import type { Recorded } from './recorded.ts';
import { whatIf } from './what-if.ts';

const CLOCK = 20_000 * 86_400_000 + 3_600_000;
const COLOURS = ['crimson', 'azure', 'olive'];
const THINGS = ['kettle', 'lantern', 'stool', 'shelf'];
const example = snapshotFrom(exampleRows());
const items = [...example.items.category.keys()];
const named: Texts = {
  length: items.length,
  at: (item) => `${COLOURS[item % 3]} ${THINGS[Math.floor(item / 3) % 4]} ${item}`,
};
const plain: Snapshot = { ...example, items: { ...example.items, en: named } };
const snapshot = { ...plain, search: encodeIndex(buildIndex(items.map((item) => documentOf(plain, item)))) };
const past = openPast(snapshot);
const scenario: ScenarioConfig = scenarioOf({
  scenario: 'search',
  sources: [{ source: 'search', most: 500 }],
  repeat_rate: null,
  caps: { merchant: null, category: null, brand: null },
  frequency_cap: null,
  exploration_slots: 0,
  randomised_rate: 0,
  skip_gates: ['owned', 'in_cart', 'repurchase_interval', 'frequency_cap'],
});
const policy = policyOf({ scenarios: [scenario] });
const SCOPE = {
  category_id: '',
  brand_ids: [],
  merchant_id: '',
  shop_id: '',
  price_from_minor: null,
  price_to_minor: null,
  attributes: [],
  sort: 'best' as const,
  skip: 0,
};

function searched(query: string, k = 5, on: Past = past): Recorded {
  const request = requestOf({ scenario: 'search', query, k, scope: SCOPE });
  const decision = decide({
    past: on,
    policy,
    live: liveValues(),
    request,
    clock: CLOCK,
    seed: 7,
    decision_id: 'dec_1',
    build: 'test',
  });
  return { decision, past: on, policy };
}
const words = [...COLOURS, ...THINGS, 'azure lantern'];
const placesOf = ({ decision }: Recorded) =>
  decision.slots.map(({ offer_id, score }) => ({ offer_id, score }));

describe('[W] word by word', () => {
  test.each(words)(
    '[W1] %s: the words of every result sum to its relevance bit for bit, terms to the score',
    (word) => {
      const recorded = searched(word);
      const told = explain(recorded);
      expect(told.equal).toBe(true);
      expect(told.slots.length).toBeGreaterThan(0);
      for (const { terms, score, offer_id } of told.slots) {
        expect(terms.reduce((sum, { amount_minor }) => sum + amount_minor, 0)).toBe(score);
        const relevance = terms.find(({ name }) => name === 'relevance')!;
        const item = snapshot.offers.item[snapshot.offers.find(offer_id)]!;
        const { found } = recorded.past;
        const at = found!.items.indexOf(item);
        expect(relevance.words.reduce((sum, one) => sum + one.relevance, 0)).toBe(found!.relevance[at]);
        expect(relevance.words[0]).toMatchObject({
          word: expect.any(String),
          fields: expect.arrayContaining(['name']),
        });
      }
    },
  );

  test('[W2] of an offer that has none of the words it says so, word by word', () => {
    const recorded = searched(words[0]!);
    const shown = new Set(recorded.past.found!.items);
    const offer = [...snapshot.offers.item.keys()].find((o) => !shown.has(snapshot.offers.item[o]!))!;
    const told = absence(recorded, offer);
    expect(told).toMatchObject({ why: 'no_match', score: null });
    expect(told.words.map(({ how }) => how)).toContain('none');
  });
});

describe('[N] another title', () => {
  test.each(words)(
    '[N1] %s in the title of an offer without it: the what-if is what a fact told live does',
    (word) => {
      const recorded = searched(word, 10);
      const found = new Set(recorded.past.found!.items);
      const offer = [...snapshot.offers.item.keys()].find(
        (o) => snapshot.offers.active[o] === 1 && !found.has(snapshot.offers.item[o]!),
      );
      if (offer === undefined) return;
      const item = snapshot.offers.item[offer]!;
      const [en, zh] = [`${snapshot.items.en.at(item)} ${word}`, snapshot.items.zh.at(item)];
      const told = whatIf(recorded, {
        changes: [{ offer_id: snapshot.offers.id.at(offer), title: { en } }],
        rules_off: [],
        offers: [],
      });
      const row: CatalogueRow = {
        kind: 'item',
        id: snapshot.items.id.at(item),
        source_id: snapshot.items.sourceId.at(item),
        en,
        zh,
        valid_from: CLOCK - 1,
        revision: 1,
        seq: 1e9,
        category: snapshot.categories.id.at(snapshot.items.category[item]!),
        brand: snapshot.items.brand[item]! < 0 ? '' : snapshot.brands.id.at(snapshot.items.brand[item]!),
        attributes: Object.fromEntries(snapshot.items.attributes(item)),
      };
      const real = searched(word, 10, patchedPast(openPast(snapshot), withPatch(snapshot, [row], CLOCK)));
      expect(told.after.map(({ offer_id, score }) => ({ offer_id, score }))).toEqual(placesOf(real));
      expect(told.offers[0]!.after.score).not.toBeNull();
      // Nothing is left behind: the same request is answered as before.
      expect(placesOf(searched(word, 10))).toEqual(placesOf(recorded));
    },
  );

  test('[N2] the smallest title that helps is told, and does what it says', () => {
    const recorded = searched(words[0]!, 100);
    const titled = (o: number, title: { en: string }) =>
      whatIf(recorded, {
        changes: [{ offer_id: snapshot.offers.id.at(o), title }],
        rules_off: [],
        offers: [],
      });
    const found = new Set(recorded.past.found!.items);
    const offer = [...snapshot.offers.item.keys()].find((o) => {
      const item = snapshot.offers.item[o]!;
      const en = `${snapshot.items.en.at(item)} ${words[0]}`;
      return !found.has(item) && titled(o, { en }).offers[0]!.after.slot !== null;
    })!;
    const [change] = absence(recorded, offer).changes;
    expect(change).toMatchObject({ lever: 'title', from: 0, to: 1 });
    const again = titled(offer, change!.title!);
    expect(again.offers[0]!.after.slot).toBe(change!.slot);
  });
});
