const FIRST_BYTES = 64 * 1024;
/** A buffer that had to grow beyond this is let go when it is empty. */
const MOST_KEPT_BYTES = 4 * 2 ** 20;
/** At so many UTF-16 code units text becomes bytes: long texts of many parts keep the garbage collector busy. */
const MOST_TEXT = 16 * 1024;
const MOST_BYTES_A_UNIT = 3;

/** Taken before the program can replace them. */
const { allocUnsafeSlow, byteLength } = Buffer;
const { apply } = Reflect;
const { copy } = Buffer.prototype;
/** As `write` and `toString`, which would look for these on the buffer. */
const { utf8Slice, utf8Write } = Buffer.prototype as unknown as {
  utf8Slice(start: number, end: number): string;
  utf8Write(text: string, offset: number): number;
};

/** Gathers text, to be written as UTF-8 at once. */
export class LineBuffer {
  #bytes = allocUnsafeSlow(FIRST_BYTES);
  /** Of `#bytes`. */
  #capacity = FIRST_BYTES;
  #encoded = 0;
  #text = '';

  /** Bytes that were gathered, or a few less. */
  get size(): number {
    return this.#encoded + this.#text.length;
  }

  /** Bytes that were gathered, exactly. */
  get position(): number {
    if (this.#text !== '') this.#encode();
    return this.#encoded;
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length > MOST_TEXT) this.#encode();
  }

  /** Empties it; what was gathered is in the first `length` bytes until something is added again. */
  take(): { readonly bytes: Uint8Array; readonly length: number } {
    if (this.#text !== '') this.#encode();
    const taken = { bytes: this.#bytes, length: this.#encoded };
    this.#encoded = 0;
    if (this.#capacity > MOST_KEPT_BYTES) this.#resize(FIRST_BYTES);
    return taken;
  }

  /** Puts a text in the place of what stands between two positions. */
  replace(start: number, end: number, text: string): void {
    const after = apply(utf8Slice, this.#bytes, [end, this.position]);
    this.#encoded = start;
    this.add(text + after);
  }

  #encode(): void {
    const text = this.#text;
    const isShort = text.length <= 2 * MOST_TEXT;
    const needed = this.#encoded + (isShort ? text.length * MOST_BYTES_A_UNIT : byteLength(text));
    if (needed > this.#capacity) this.#grow(needed);
    this.#encoded += apply(utf8Write, this.#bytes, [text, this.#encoded]);
    this.#text = '';
  }

  #grow(needed: number): void {
    const before = this.#bytes;
    this.#resize(needed > 2 * this.#capacity ? needed : 2 * this.#capacity);
    apply(copy, before, [this.#bytes, 0, 0, this.#encoded]);
  }

  #resize(capacity: number): void {
    this.#bytes = allocUnsafeSlow(capacity);
    this.#capacity = capacity;
  }
}
