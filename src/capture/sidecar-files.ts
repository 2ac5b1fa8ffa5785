import type { BinaryArray } from '../handlers/binary.js';
import type { HandlerClass } from '../handlers/handler.js';
import { HandlerSidecar } from '../handlers/handler-sidecar.js';
import { NpySidecar } from '../handlers/npy-sidecar.js';
import type { Sidecar } from '../handlers/sidecar.js';
import { claimFileName } from '../model/folder-name.js';
import { keysTo, type Place, pointerTo } from './place.js';

/** The files that the values of one call are given, under names that are unique in the call's folder. */
export class SidecarFiles {
  readonly sidecars: Sidecar[] = [];
  private readonly names = new Set<string>();
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
    const [root, ...keys] = keysTo(place.parent, place.key);
    const isArgument = root === 'args' || root === 'kwargs';
    const label = isArgument ? `arg_${keys.join('.')}` : [root, ...keys].join('.');
    return this.keep(new NpySidecar(`${claimFileName(label, this.names)}.npy`, binary));
  }

  /**
   * What a custom handler keeps, for which it is told the argument's label, or `.result`, `.this` with the path.
   * @throws what the handler's constructor throws
   */
  addHandled(handlerClass: HandlerClass, place: Place): Sidecar {
    const [root, ...keys] = keysTo(place.parent, place.key);
    const isArgument = root === 'args' || root === 'kwargs';
    const label = claimFileName((isArgument ? keys : [root, ...keys]).join('.'), this.names);
    const handler = new handlerClass(place.value as never, isArgument ? label : `.${label}`);
    const pointer = pointerTo(place.parent, place.step);
    return this.keep(new HandlerSidecar({ handler, handlerClass, pointer, onError: this.onError }));
  }

  private keep(sidecar: Sidecar): Sidecar {
    this.sidecars.push(sidecar);
    return sidecar;
  }
}
