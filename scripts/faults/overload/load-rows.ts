/** A way of recording that is overloaded. */
export interface Row {
  readonly overflow: 'block' | 'drop';
  readonly durability: 'call' | 'batch' | 'fsync';
  readonly layout: 'folders' | 'packed';
  /** `quick`: it is only the view that cannot keep up. */
  readonly disk: 'slow' | 'quick';
  readonly mostCalls?: number;
}

/** More folders than can be built in the time of an exit. */
const MOST_FOLDERS = 200_000;

const SLOW = { durability: 'call', layout: 'packed', disk: 'slow' } as const;
const BLOCK = { ...SLOW, overflow: 'block' } as const;
const DROP = { ...SLOW, overflow: 'drop' } as const;

/** What runs at the same time, in the short form. */
export const SHORT_ROWS: readonly (readonly Row[])[] = [
  [
    { ...BLOCK, durability: 'batch' },
    { ...DROP, layout: 'folders' },
  ],
];

/** In full; a program that does not wait for the disk has a processor of its own. */
export const ROWS: readonly (readonly Row[])[] = [
  [BLOCK, { ...BLOCK, durability: 'batch' }],
  [
    { ...BLOCK, durability: 'fsync' },
    { ...BLOCK, layout: 'folders' },
  ],
  [DROP],
  [{ ...DROP, durability: 'batch' }],
  [{ ...DROP, durability: 'fsync' }],
  [{ ...DROP, layout: 'folders' }],
  [{ ...BLOCK, disk: 'quick' }],
  [{ ...BLOCK, disk: 'quick', layout: 'folders', mostCalls: MOST_FOLDERS }],
];
