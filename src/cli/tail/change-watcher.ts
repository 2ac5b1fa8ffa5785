import { type FSWatcher, watch } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Network file systems and full tables of watches tell nothing: files are looked at anyway. */
const POLL_MS = 250;
/** A program that writes without a pause is looked at no more often. */
const PAUSE_MS = 40;

/** Waits until something in some folders may have changed. */
export class ChangeWatcher {
  readonly #watchers = new Map<string, FSWatcher>();
  #hasChanged = false;
  #wake: (() => void) | undefined;

  /** Watches one more folder, if that can be. */
  add(folder: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder, () => this.#changed());
      watcher.on('error', () => watcher.close());
      this.#watchers.set(folder, watcher);
    } catch {
      // polling does
    }
  }

  /** Until there was a change, or for a quarter of a second. */
  async wait(): Promise<void> {
    await setTimeout(PAUSE_MS);
    if (!this.#hasChanged) await this.#nextChange();
    this.#hasChanged = false;
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
  }

  async #nextChange(): Promise<void> {
    const given = new AbortController();
    const changed = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([changed, setTimeout(POLL_MS, undefined, { signal: given.signal }).catch(() => {})]);
    given.abort();
  }

  #changed(): void {
    this.#hasChanged = true;
    this.#wake?.();
  }
}
