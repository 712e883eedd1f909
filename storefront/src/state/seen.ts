import { useEffect, useRef } from 'react';
import { tracker } from '../api/client.ts';
import type { Slot } from '../api/types.ts';

/** What tells an event apart: the offer, and the impression that led there. */
export function productOf(
  slot: Pick<Slot, 'item_source_id' | 'offer_source_id' | 'price_minor'> & Partial<Slot>,
) {
  return {
    product_id: slot.item_source_id,
    offer_id: slot.offer_source_id,
    price: slot.price_minor / 100,
    ...(slot.impression_id
      ? { impression_id: slot.impression_id, request_id: slot.impression_id.replace(/\.\d+$/, '') }
      : {}),
    ...(slot.slot === undefined ? {} : { position: slot.slot }),
  };
}

const told = new Set<string>();

/** Tells an impression once, when half of the card has been on the screen for a second (the field's usual rule). */
export function useImpression<E extends Element>(slot: Slot, surface: string) {
  const ref = useRef<E>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element || told.has(slot.impression_id)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        clearTimeout(timer);
        if (!entry?.isIntersecting) return;
        timer = setTimeout(() => {
          observer.disconnect();
          if (told.has(slot.impression_id)) return;
          told.add(slot.impression_id);
          tracker.track('Product Impression', { ...productOf(slot), surface });
        }, 1000);
      },
      { threshold: 0.5 },
    );
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [slot, surface]);
  return ref;
}
