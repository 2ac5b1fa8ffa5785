type Block = Uint32Array | Uint8Array;

const FIRST_CELLS = 64;
const BLOCK_BITS = 15;
const BLOCK_CELLS = 2 ** BLOCK_BITS;
const WORD = 2 ** 32;

/**
 * Numbers by their place, of which there may be millions: in blocks, so that the memory of more is not that of all over
 * again while they are copied. What was never set is zero, and where all are zero there is no block.
 */
export class Column {
  readonly #makeBlock: (cells: number) => Block;
  readonly #blocks: (Block | undefined)[] = [];

  constructor(makeBlock: (cells: number) => Block) {
    this.#makeBlock = makeBlock;
  }

  at(place: number): number {
    return this.#blocks[place >>> BLOCK_BITS]?.[place & (BLOCK_CELLS - 1)] ?? 0;
  }

  set(place: number, value: number): void {
    const block = this.#blocks[place >>> BLOCK_BITS];
    const cell = place & (BLOCK_CELLS - 1);
    if (block !== undefined && cell < block.length) block[cell] = value;
    else if (value !== 0) this.#grow(place)[cell] = value;
  }

  /** The first block begins small and doubles, for most functions have few calls; the others are whole. */
  #grow(place: number): Block {
    const number = place >>> BLOCK_BITS;
    while (this.#blocks.length < number) this.#blocks.push(undefined);
    const block = this.#blocks[number];
    const wanted = number > 0 ? BLOCK_CELLS : Math.max(FIRST_CELLS, 2 ** Math.ceil(Math.log2(place + 1)));
    const larger = this.#makeBlock(wanted);
    if (block !== undefined) larger.set(block);
    this.#blocks[number] = larger;
    return larger;
  }
}

/** Whole numbers below 2⁵³: 4 bytes each as long as they are below 2³², then 8. */
export class WideColumn {
  readonly #low = words();
  readonly #high = words();

  at(place: number): number {
    return this.#high.at(place) * WORD + this.#low.at(place);
  }

  set(place: number, value: number): void {
    this.#low.set(place, value >>> 0);
    this.#high.set(place, Math.floor(value / WORD));
  }
}

/** Whole numbers below 2³²: 4 bytes each. */
export const words = (): Column => new Column((cells) => new Uint32Array(cells));

/** Whole numbers below 256. */
export const bytes = (): Column => new Column((cells) => new Uint8Array(cells));
