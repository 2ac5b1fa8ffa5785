type Block = Float64Array | Uint32Array | Uint8Array;

const FIRST_CELLS = 64;
const BLOCK_BITS = 15;
const BLOCK_CELLS = 2 ** BLOCK_BITS;

/**
 * Numbers by their place, of which there may be millions: in blocks, so that the memory of more is not that of all over
 * again while they are copied. What was never set is zero.
 */
export class Column {
  readonly #makeBlock: (cells: number) => Block;
  readonly #blocks: Block[] = [];

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
    else this.#grow(place)[cell] = value;
  }

  /** The first block begins small and doubles, for most functions have few calls; the others are whole. */
  #grow(place: number): Block {
    const number = place >>> BLOCK_BITS;
    while (this.#blocks.length < number) this.#blocks.push(this.#makeBlock(BLOCK_CELLS));
    const block = this.#blocks[number];
    const wanted = number > 0 ? BLOCK_CELLS : Math.max(FIRST_CELLS, 2 ** Math.ceil(Math.log2(place + 1)));
    const larger = this.#makeBlock(wanted);
    if (block !== undefined) larger.set(block);
    this.#blocks[number] = larger;
    return larger;
  }
}

/** Numbers with a fraction, or beyond 32 bits: 8 bytes each. */
export const doubles = (): Column => new Column((cells) => new Float64Array(cells));

/** Whole numbers below 2³²: 4 bytes each. */
export const words = (): Column => new Column((cells) => new Uint32Array(cells));

/** Whole numbers below 256. */
export const bytes = (): Column => new Column((cells) => new Uint8Array(cells));
