/** How a program records. */
export interface RecordingWay {
  readonly durability: 'call' | 'batch' | 'fsync';
  readonly layout: 'folders' | 'packed';
}

/** Each durability with each layout. */
export const RECORDING_WAYS: readonly RecordingWay[] = (['call', 'batch', 'fsync'] as const).flatMap(
  (durability) => (['folders', 'packed'] as const).map((layout) => ({ durability, layout })),
);
