import type { Purchase } from './activity.ts';

/** What somebody did: told once, in a list that grows. */
export type ActivityOp =
  | { readonly op: 'purchase'; readonly account: string; readonly purchase: Purchase }
  | { readonly op: 'undo'; readonly order: string; readonly line: string }
  | {
      readonly op: 'event';
      readonly account: string;
      readonly name: string;
      readonly item: string;
      /** ms since 1970-01-01 UTC. */
      readonly at: number;
    };

/** How something stands: by key, the latest holds. */
export interface StateOp {
  /**
   * off: an account's personalisation is off; label: `<account> <label>` was deleted; erased: an account; paused: an offer, by its shop;
   * unavailable: an offer.
   */
  readonly op: 'off' | 'label' | 'erased' | 'paused' | 'unavailable';
  readonly key: string;
  readonly value: boolean;
  /** ms since 1970-01-01 UTC. */
  readonly at: number;
  /** Of `paused`: sequence of the offer's fact; a snapshot that has seen it knows better. */
  readonly seq?: number;
}

/** A change of live values, as one replica tells it to another. Applying it again changes nothing but the order of views. */
export type LiveOp = ActivityOp | StateOp;
