/** Results kept of each kind. */
const KEPT = 8;

/** Keeps the results of equal questions, the one not asked for longest going first. */
export class Kept<T> {
  readonly #results = new Map<string, Promise<T>>();

  get(key: string, make: () => Promise<T>): Promise<T> {
    let result = this.#results.get(key);
    if (result) {
      this.#results.delete(key);
      this.#results.set(key, result);
    } else {
      result = make();
      this.#results.set(key, result);
      result.catch(() => this.#results.delete(key));
      for (const old of this.#results.keys()) {
        if (this.#results.size <= KEPT) break;
        this.#results.delete(old);
      }
    }
    return result;
  }
}
