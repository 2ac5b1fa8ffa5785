import type { HandlerClass } from './handler.js';

/** A file that is nothing but bytes, which may still be the watched program's memory. */
export interface SidecarContent {
  readonly fileName: string;
  readonly chunks: readonly Uint8Array[];
}

/**
 * A value that is kept in a file of its own beside the descriptors. It still belongs to the watched program when
 * it is made: whoever records the call saves or holds it before the function runs.
 */
export interface Sidecar {
  /** Bytes of payload; 0 where a custom handler decides. */
  readonly byteLength: number;
  /** Whether the descriptor can carry the payload itself. */
  readonly canBeInline: boolean;
  /** The custom handler that keeps it, if one does: it is told when all values of a call are saved. */
  readonly handlerClass?: HandlerClass | undefined;
  /** Why the value cannot come back although it was captured, known once it is saved or held. */
  readonly failure?: string | undefined;
  /** The descriptor's JSON text, naming the file; with `inline` a binary value carries its bytes as base64. */
  descriptor(inline: boolean): string;
  /** What `save` would write, for another to write it; `undefined` where a custom handler does. */
  content(): SidecarContent | undefined;
  /**
   * Writes the file into `folder` (which exists), mode 0600, never over an existing one.
   * @throws what the file system or the custom handler throws
   */
  save(folder: string): void;
  /** Keeps a copy, so that what the program changes later does not show. */
  hold(): void;
}
