/** Lower ends of the steps: the same lift has the same colour on every screen. */
export const LIFT_STEPS = [1, 1.25, 1.5, 2, 3] as const;

/** A CSS colour. Single-hue and monotone in lightness, so it holds for colour-blind readers and in print. */
export function liftColor(lift: number | null): string {
  if (lift === null || lift < 1) return 'var(--lineStrong)';
  const step = LIFT_STEPS.findLastIndex((from) => lift >= from);
  return `var(--scale-${step === 4 ? 8 : step + 3})`;
}
