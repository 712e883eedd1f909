import { Order } from '../slate/order.ts';
import { BAND, CATEGORY, FRESH, HOT, type HotOffers, ITEM, OWN, POSITION, PRICE, STATE } from './hot.ts';
import { Places } from './marks.ts';

/** Most candidates of one decision, over all sources. */
export const POOL = 4096;

/** Candidates in columns, reused from request to request: nothing is allocated while they are gathered and scored. */
export class Pool {
  count = 0;
  readonly offer = new Int32Array(POOL);
  /** Index into CANDIDATE_SOURCES. */
  readonly source = new Uint8Array(POOL);
  /** Item, category or canal that led here; −1 none. */
  readonly via = new Int32Array(POOL);
  /** How strongly, in (0, 1]. */
  readonly weight = new Float64Array(POOL);
  /** 0 open; else 1 + index into GATES. */
  readonly gate = new Uint8Array(POOL);
  readonly repeat = new Uint8Array(POOL);
  /** What is known of its item and the person, as bits. */
  readonly flags = new Uint8Array(POOL);
  /** Of the offer, side by side for what reads those of all; filled by `look`. */
  readonly item = new Int32Array(POOL);
  readonly state = new Uint8Array(POOL);
  readonly leaf = new Int32Array(POOL);
  readonly position = new Float64Array(POOL);
  readonly price = new Float64Array(POOL);
  /** Of price power; 0: none. */
  readonly band = new Uint8Array(POOL);
  /** Of a purchase: the offer's own at first, then the person's added. */
  readonly logOdds = new Float64Array(POOL);
  /** Of standing in the next basket: what popularity adds at first, then all of them. */
  readonly need = new Float64Array(POOL);
  readonly score = new Float64Array(POOL);
  /** Scratch of the slate: the open ones by score; of them those that are new to the person, bought before, or explore; and who is in. */
  readonly order = new Order(POOL);
  readonly plain = [new Order(POOL), new Order(POOL)] as const;
  readonly exploring = new Order(POOL);
  readonly taken = new Uint8Array(POOL);
  /** What offers that a search found are worth among themselves: relevance counts in it. */
  scale_minor = 0;
  readonly #places = new Places(POOL);

  clear(): void {
    this.count = 0;
    this.#places.clear();
  }

  /** False where the offer is there already (it belongs to the source that named it first), or the pool is full. */
  add(offer: number, source: number, via: number, weight: number): boolean {
    if (offer < 0 || this.count === POOL || this.#places.put(offer) >= 0) return false;
    const i = this.count++;
    this.offer[i] = offer;
    this.source[i] = source;
    this.via[i] = via;
    this.weight[i] = weight;
    this.gate[i] = 0;
    this.repeat[i] = 0;
    this.score[i] = 0;
    return true;
  }

  /**
   * Reads the offers' columns. First one number of each row and nothing else: rows stand far apart in memory, and the processor fetches
   * as many at once as it sees ahead. What is read then is near.
   */
  look(hot: HotOffers): void {
    const { count, offer, item, state, leaf, position, price, band, logOdds, need } = this;
    for (let i = 0; i < count; i++) item[i] = hot[offer[i]! * HOT + ITEM]!;
    for (let i = 0; i < count; i++) {
      const at = offer[i]! * HOT;
      leaf[i] = hot[at + CATEGORY]!;
      price[i] = hot[at + PRICE]!;
      position[i] = hot[at + POSITION]!;
      state[i] = hot[at + STATE]!;
      band[i] = hot[at + BAND]!;
      logOdds[i] = hot[at + OWN]!;
      need[i] = hot[at + FRESH]!;
    }
  }
}
