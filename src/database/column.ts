type Block = Uint32Array | Uint8Array;
type MakeBlock = (cells: number) => Block;

const FIRST_CELLS = 16;
const BLOCK_BITS = 15;
const BLOCK_CELLS = 2 ** BLOCK_BITS;
const WORD = 2 ** 32;

/**
 * Numbers by their place, of which there may be millions: in blocks, so that the memory of more is not that of all over
 * again while they are copied. What was never set is zero, and where all are zero there is no block.
 */
export class Column {
  readonly #makeBlock: MakeBlock;
  /** By itself: most functions have few calls, and there may be many functions. */
  #first: Block | undefined;
  #others: (Block | undefined)[] | undefined;

  constructor(makeBlock: MakeBlock) {
    this.#makeBlock = makeBlock;
  }

  at(place: number): number {
    return this.#blockOf(place >>> BLOCK_BITS)?.[place & (BLOCK_CELLS - 1)] ?? 0;
  }

  set(place: number, value: number): void {
    const block = this.#blockOf(place >>> BLOCK_BITS);
    const cell = place & (BLOCK_CELLS - 1);
    if (block !== undefined && cell < block.length) block[cell] = value;
    else if (value !== 0) this.#grow(place)[cell] = value;
  }

  #blockOf(number: number): Block | undefined {
    return number === 0 ? this.#first : this.#others?.[number - 1];
  }

  /** The first block begins small and doubles; the others are whole. */
  #grow(place: number): Block {
    const number = place >>> BLOCK_BITS;
    if (number === 0) {
      const larger = this.#makeBlock(Math.max(FIRST_CELLS, 2 ** Math.ceil(Math.log2(place + 1))));
      if (this.#first !== undefined) larger.set(this.#first);
      this.#first = larger;
      return larger;
    }
    const block = this.#makeBlock(BLOCK_CELLS);
    this.#others ??= [];
    while (this.#others.length < number - 1) this.#others.push(undefined);
    this.#others[number - 1] = block;
    return block;
  }
}

const makeWords: MakeBlock = (cells) => new Uint32Array(cells);
const makeBytes: MakeBlock = (cells) => new Uint8Array(cells);

/** Whole numbers below 2³²: 4 bytes each. */
export const words = (): Column => new Column(makeWords);

/** Whole numbers below 256. */
export const bytes = (): Column => new Column(makeBytes);

/** Whole numbers below 2⁵³: 4 bytes each as long as they are below 2³², then 8. */
export class WideColumn extends Column {
  #high: Column | undefined;

  constructor() {
    super(makeWords);
  }

  override at(place: number): number {
    const low = super.at(place);
    return this.#high === undefined ? low : this.#high.at(place) * WORD + low;
  }

  override set(place: number, value: number): void {
    super.set(place, value >>> 0);
    if (value >= WORD) this.#high ??= words();
    this.#high?.set(place, Math.floor(value / WORD));
  }
}
