/** Documents with what they are worth, in columns that grow. Reused from query to query. */
export class Rows {
  length = 0;
  doc = new Uint32Array(1024);
  relevance = new Float64Array(1024);
  /** How many words of the query it has, and their bits. */
  words = new Uint8Array(1024);
  has = new Uint16Array(1024);

  push(doc: number, relevance: number, words: number, has: number): void {
    const i = this.length++;
    if (i === this.doc.length) {
      this.doc = grown(this.doc);
      this.relevance = grown(this.relevance);
      this.words = grown(this.words);
      this.has = grown(this.has);
    }
    this.doc[i] = doc;
    this.relevance[i] = relevance;
    this.words[i] = words;
    this.has[i] = has;
  }
}

function grown<T extends Uint32Array | Float64Array | Uint8Array | Uint16Array>(from: T): T {
  const to = new (from.constructor as new (n: number) => T)(from.length * 2);
  to.set(from);
  return to;
}
