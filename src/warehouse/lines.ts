/** Counts rows of NDJSON as bytes pass: lines that are not empty. */
export class LineCount {
  #lines = 0;
  #open = false;

  add(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; ) {
      const end = chunk.indexOf(10, from);
      const stop = end < 0 ? chunk.length : end;
      if (stop > from) this.#open = true;
      if (end < 0) return;
      if (this.#open) this.#lines++;
      this.#open = false;
      from = end + 1;
    }
  }

  /** Rows so far, an unfinished last line included. */
  get rows(): number {
    return this.#lines + (this.#open ? 1 : 0);
  }
}
