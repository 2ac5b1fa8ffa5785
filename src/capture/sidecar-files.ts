import type { BinaryArray } from '../handlers/binary.js';
import type { HandlerClass } from '../handlers/handler.js';
import { HandlerSidecar } from '../handlers/handler-sidecar.js';
import { NpySidecar } from '../handlers/npy-sidecar.js';
import type { Sidecar } from '../handlers/sidecar.js';
import { claimFileName } from '../model/folder-name.js';
import { SafeSet } from '../model/safe-collections.js';
import { apply, slice } from './intrinsics.js';
import type { Place } from './place.js';

/** The files that the values of one call are given, under names that are unique in the call's folder. */
export class SidecarFiles {
  readonly sidecars: Sidecar[] = [];
  private readonly names = new SafeSet<string>();
  private bytesLeft: number;
  private readonly onError: (error: unknown) => void;

  constructor(maxBytes: number, onError: (error: unknown) => void) {
    this.bytesLeft = maxBytes;
    this.onError = onError;
  }

  /** A file for a binary value; `undefined` when it is larger than what the limit leaves. */
  addBinary(binary: BinaryArray, place: Place): Sidecar | undefined {
    if (binary.byteLength > this.bytesLeft) return undefined;
    this.bytesLeft -= binary.byteLength;
    const { label, isArgument } = labelOf(place);
    return this.keep(new NpySidecar(`${this.claim(isArgument ? `arg_${label}` : label)}.npy`, binary));
  }

  /**
   * What a custom handler keeps, for which it is told the argument's label, or `.result`, `.this` with the path.
   * @throws what the handler's constructor throws
   */
  addHandled(handlerClass: HandlerClass, place: Place): Sidecar {
    const { label, isArgument } = labelOf(place);
    const target = isArgument ? this.claim(label) : `.${this.claim(label)}`;
    const handler = new handlerClass(place.value as never, target);
    return this.keep(
      new HandlerSidecar({ handler, handlerClass, pointer: place.pointer, onError: this.onError }),
    );
  }

  private keep(sidecar: Sidecar): Sidecar {
    this.sidecars[this.sidecars.length] = sidecar;
    return sidecar;
  }

  /** Different paths may read the same: `a.b` of the root, and `b` of its `a`. */
  private claim(label: string): string {
    for (let count = 1; ; count++) {
      const { size } = this.names;
      const name = claimFileName(count === 1 ? label : `${label}~${count}`, this.names);
      if (this.names.size > size) return name;
    }
  }
}

/** The keys on the way to a place, joined by dots; those of arguments without their root. */
function labelOf(place: Place): { label: string; isArgument: boolean } {
  let label = '';
  let at = place;
  for (; at.parent !== undefined; at = at.parent) label = `.${at.key}${label}`;
  const root = apply(slice, at.step, [1]) as string;
  const isArgument = root === 'args' || root === 'kwargs';
  return { label: isArgument ? (apply(slice, label, [1]) as string) : root + label, isArgument };
}
