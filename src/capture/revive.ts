import { NotCaptured } from '../model/not-captured.js';
import { revivePlainArray, revivePlainObject } from './revive-containers.js';
import type { Resolver, ReviveContext } from './revive-context.js';
import { damaged, isJsonObject, type JsonObject, quoted } from './revive-descriptor.js';
import { KINDS } from './revive-kinds.js';
import { followPointer } from './revive-pointer.js';

/**
 * Turns the descriptors of one line of the log back into values. Objects that the line mentions twice are the
 * same object, in whichever order its parts are asked for. A descriptor that is damaged costs its own value
 * alone, which becomes a `NotCaptured`; nothing here throws, runs the data's code or recurses.
 */
export class Reviver implements Resolver {
  readonly context: ReviveContext;
  private readonly line: JsonObject;
  private readonly values = new Map<object, unknown>();
  private readonly unfilled: Array<() => void> = [];

  /** @param line the parsed line of the log that `$ref` paths start from */
  constructor(line: JsonObject, context: ReviveContext) {
    this.line = line;
    this.context = context;
  }

  /** The value of a descriptor that stands in the line. */
  revive(descriptor: unknown): unknown {
    const value = this.resolve(descriptor);
    for (let fill = this.unfilled.pop(); fill !== undefined; fill = this.unfilled.pop()) fill();
    return value;
  }

  resolve(descriptor: unknown): unknown {
    if (typeof descriptor !== 'object' || descriptor === null) return descriptor;
    const known = this.values.get(descriptor);
    if (known !== undefined || this.values.has(descriptor)) return known;
    if (this.isReference(descriptor)) return this.follow(descriptor);
    const value = Array.isArray(descriptor)
      ? revivePlainArray(descriptor, this)
      : this.attempt(() => this.make(descriptor as JsonObject)); // JSON has no other objects
    this.values.set(descriptor, value);
    return value;
  }

  later(fill: () => void): void {
    this.unfilled.push(fill);
  }

  private make(descriptor: JsonObject): unknown {
    if (!this.isMarked(descriptor)) return revivePlainObject(descriptor, this);
    const kind = KINDS.get(descriptor['$']);
    if (kind === undefined) throw damaged(`unknown kind ${quoted(descriptor['$'])}`);
    return kind(descriptor, this);
  }

  /** The keys of `kwargs` are the keywords themselves, so a `$` there is one, unless a limit cut them. */
  private isMarked(descriptor: JsonObject): boolean {
    if (descriptor === this.line['kwargs']) return descriptor['$'] === 'truncated';
    return Object.hasOwn(descriptor, '$');
  }

  private follow(reference: JsonObject): unknown {
    const chain = new Set<object>();
    const value = this.attempt(() => this.resolve(this.endOf(reference, chain)));
    for (const link of chain) this.values.set(link, value);
    return value;
  }

  private endOf(reference: JsonObject, chain: Set<object>): unknown {
    let at: unknown = reference;
    while (this.isReference(at) && !this.values.has(at)) {
      if (chain.has(at)) throw damaged('a reference that leads to itself');
      chain.add(at);
      at = followPointer(this.line, at['path']);
    }
    return at;
  }

  private isReference(value: unknown): value is JsonObject {
    return isJsonObject(value) && value['$'] === 'ref' && this.isMarked(value);
  }

  private attempt(make: () => unknown): unknown {
    try {
      return make();
    } catch (error) {
      return error instanceof NotCaptured ? error : damaged(String(error).slice(0, 200));
    }
  }
}
