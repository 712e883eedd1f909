/**
 * Work that comes in steps, between which others may have the thread, done without giving it up.
 * @returns what the last step gives. Throws what a step throws.
 */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
