import { useSyncExternalStore } from 'react';
import type { Both } from '../api/types.ts';

/** A line of the cart, as the page showed it; the checkout checks the price anew. */
export interface CartLine {
  item: string;
  offer: string;
  title: Both;
  price_minor: number;
  list_price_minor: number;
  currency: string;
  quantity: number;
  impression_id: string;
}

const KEY = 'shop.cart';
let lines: readonly CartLine[] = read();
const listeners = new Set<() => void>();

function read(): CartLine[] {
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(saved) ? saved : [];
  } catch {
    return [];
  }
}

function write(next: readonly CartLine[]): void {
  lines = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Without storage the cart lasts as long as the page.
  }
  for (const tell of listeners) tell();
}

// Another tab's cart is this tab's cart.
if (typeof document !== 'undefined')
  addEventListener('storage', (event) => {
    if (event.key !== KEY) return;
    lines = read();
    for (const tell of listeners) tell();
  });

export const cart = {
  add(line: CartLine): void {
    const same = lines.find(({ offer }) => offer === line.offer);
    write(
      same
        ? lines.map((one) =>
            one === same
              ? {
                  ...line,
                  quantity: Math.min(99, one.quantity + line.quantity),
                  impression_id: one.impression_id || line.impression_id,
                }
              : one,
          )
        : [...lines, line],
    );
  },
  setQuantity(offer: string, quantity: number): void {
    write(
      quantity < 1
        ? lines.filter((line) => line.offer !== offer)
        : lines.map((line) => (line.offer === offer ? { ...line, quantity: Math.min(99, quantity) } : line)),
    );
  },
  /** Takes over what the checkout found: a new price, or null for an offer that is gone. */
  correct(changed: readonly { offer: string; price_minor: number | null }[]): void {
    const now = new Map(changed.map(({ offer, price_minor }) => [offer, price_minor]));
    write(
      lines.flatMap((line) => {
        const price = now.get(line.offer);
        if (price === undefined) return [line];
        return price === null ? [] : [{ ...line, price_minor: price }];
      }),
    );
  },
  clear(): void {
    write([]);
  },
};

/** Null until the browser has looked: the server does not know the cart. */
export function useCart(): readonly CartLine[] | null {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => lines,
    () => null,
  );
}
