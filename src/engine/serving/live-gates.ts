import type { Counters } from '../../counters/index.ts';
import type { LiveGate, Snapshot } from '../../serve/index.ts';

/** The live facts of offers that counters hear of, as gates: what cannot be had, what its shop paused. */
export function liveGates(counters: Counters): LiveGate[] {
  const availability = new ByOffer((id) => counters.isUnavailable(id));
  const status = new ByOffer((id) => counters.isPaused(id));
  counters.onOffer = (id) => {
    availability.forget(id);
    status.forget(id);
  };
  return [
    {
      name: 'availability',
      gate: 'unavailable',
      closes: (offer, snapshot) => availability.of(offer, snapshot),
      idle: () => counters.unavailable.size === 0,
    },
    {
      name: 'offer_status',
      gate: 'unavailable',
      closes: (offer, snapshot) => status.of(offer, snapshot),
      idle: () => !counters.anyPaused,
    },
  ];
}

/** An answer by id, remembered by the offer's number: making the id's text of every candidate would cost more than all other gates. */
class ByOffer {
  readonly #ask: (id: string) => boolean;
  #snapshot: Snapshot | null = null;
  /** 0: not asked yet, 1: no, 2: yes. */
  #memo = new Uint8Array(0);

  constructor(ask: (id: string) => boolean) {
    this.#ask = ask;
  }

  of(offer: number, snapshot: Snapshot): boolean {
    if (snapshot !== this.#snapshot) {
      this.#snapshot = snapshot;
      this.#memo = new Uint8Array(snapshot.offers.item.length);
    }
    if (this.#memo[offer] === 0) this.#memo[offer] = this.#ask(snapshot.offers.id.at(offer)) ? 2 : 1;
    return this.#memo[offer] === 2;
  }

  /** @param id of the offer whose answer changed; null: any */
  forget(id: string | null): void {
    if (id === null) this.#memo.fill(0);
    else {
      const offer = this.#snapshot?.offers.find(id) ?? -1;
      if (offer >= 0) this.#memo[offer] = 0;
    }
  }
}
