import { isJsonObject, type JsonObject } from '../../capture/revive-descriptor.js';
import { followPointer } from '../../capture/revive-pointer.js';
import { briefText } from './brief-text.js';
import type { KeyProblem } from './line-rules.js';
import { PARTS, type Part, type Sidecars } from './value-rules.js';

/** A binary file that a descriptor names. */
export interface SidecarClaim {
  readonly pointer: string;
  readonly file: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

const ROOTS = ['this', 'args', 'kwargs', 'result', 'error', 'args_after'] as const;
/** Kinds of which one of two keys says what the value holds. */
const EITHER = new Map<unknown, readonly string[]>([
  ['ndarray', ['file', 'base64']],
  ['object', ['props', 'entries']],
]);
/** A line with more problems is one that nobody reads to its end. */
const MOST_PROBLEMS = 20;

/** A value that is to be looked at, and the way to it; its pointer is only made for a problem. */
interface Step {
  readonly value: unknown;
  readonly key: string | number;
  readonly parent: Step | undefined;
}

/**
 * Looks at all descriptors of one line, in a time that grows as the line does, and without recursion: a hostile
 * line may be a million levels deep, or nothing but references.
 */
export class DescriptorWalk implements Sidecars {
  readonly problems: KeyProblem[] = [];
  readonly sidecars: SidecarClaim[] = [];
  /** Whether a custom handler keeps values in files that it alone knows. */
  hasHandled = false;
  private readonly line: JsonObject;
  private readonly pending: Step[] = [];
  private readonly goodRefs = new Map<object, boolean>();
  private at: Step = { value: undefined, key: '', parent: undefined };

  constructor(line: JsonObject) {
    this.line = line;
    for (const key of ROOTS) {
      if (Object.hasOwn(line, key)) this.pending.push({ value: line[key], key, parent: undefined });
    }
  }

  run(): this {
    for (let step = this.pending.pop(); step !== undefined; step = this.pending.pop()) {
      this.at = step;
      if (typeof step.value === 'object' && step.value !== null) this.look(step.value);
      if (this.problems.length >= MOST_PROBLEMS) break;
    }
    return this;
  }

  /** Has a value looked at that stands under the one at hand. */
  push(value: unknown, ...keys: Array<string | number>): void {
    let parent = this.at;
    for (const key of keys.slice(0, -1)) parent = { value: undefined, key, parent };
    this.add(value, keys.at(-1) ?? '', parent);
  }

  addSidecar(claim: Omit<SidecarClaim, 'pointer'>): void {
    this.sidecars.push({ ...claim, pointer: pointerOf(this.at) });
  }

  addHandled(): void {
    this.hasHandled = true;
  }

  /** Of what is no container there is nothing to be looked at. */
  private add(value: unknown, key: string | number, parent: Step): void {
    if (typeof value === 'object' && value !== null) this.pending.push({ value, key, parent });
  }

  private look(value: object): void {
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) this.add(value[index], index, this.at);
    } else if (!this.isMarked(value as JsonObject)) {
      for (const key of Object.keys(value)) this.add(Reflect.get(value, key), key, this.at);
    } else {
      this.lookAtKind(value as JsonObject); // JSON has no other objects
    }
  }

  /** The keys of `kwargs` are the keywords themselves, so a `$` there is one, unless a limit cut them. */
  private isMarked(value: JsonObject): boolean {
    if (value === this.line['kwargs']) return value['$'] === 'truncated';
    return Object.hasOwn(value, '$');
  }

  private lookAtKind(value: JsonObject): void {
    const { $: kind } = value;
    const parts = PARTS.get(kind);
    if (parts === undefined) return this.wrong('a known kind of value', briefText(kind));
    for (const key of Object.keys(value)) {
      if (key !== '$' && !Object.hasOwn(parts, key))
        return this.wrong(`no key but those of ${kind}`, briefText(key));
    }
    for (const [key, part] of Object.entries(parts)) this.lookAtPart(value, key, part);
    const either = EITHER.get(kind);
    if (either !== undefined && !either.some((key) => Object.hasOwn(value, key)))
      this.wrong(either.join(' or '), 'neither');
    if (kind === 'ref' && !this.isGoodRef(value))
      this.wrong('a reference to a value', briefText(value['path']));
  }

  private lookAtPart(value: JsonObject, key: string, part: Part): void {
    const isThere = Object.hasOwn(value, key);
    if (!isThere && part.isOptional) return;
    const wrong = isThere ? part.check(value[key], key, this, value) : 'nothing';
    if (wrong !== undefined) this.wrong(`${key}: ${part.expected}`, wrong);
  }

  /** Whether a reference leads to a value, perhaps by others; each is followed once. */
  private isGoodRef(reference: JsonObject): boolean {
    const chain = new Set<object>();
    let at: unknown = reference;
    let isGood: boolean | undefined;
    while (isGood === undefined) {
      if (!isJsonObject(at) || at['$'] !== 'ref' || !this.isMarked(at)) isGood = true;
      else if (chain.has(at)) isGood = false;
      else {
        chain.add(at);
        isGood = this.goodRefs.get(at);
        const next: { readonly value: unknown } | undefined = this.follow(at);
        if (next === undefined) isGood = false;
        else at = next.value;
      }
    }
    for (const link of chain) this.goodRefs.set(link, isGood);
    return isGood;
  }

  private follow(reference: JsonObject): { readonly value: unknown } | undefined {
    try {
      return { value: followPointer(this.line, reference['path']) };
    } catch {
      return undefined;
    }
  }

  private wrong(expected: string, found: string): void {
    this.problems.push({ pointer: pointerOf(this.at), expected, found });
  }
}

/** The JSON Pointer (RFC 6901) to a step; of one that lies very deep, its end. */
function pointerOf(step: Step): string {
  const keys: string[] = [];
  let at: Step | undefined = step;
  for (; at !== undefined && keys.length < 50; at = at.parent)
    keys.push(String(at.key).replaceAll('~', '~0').replaceAll('/', '~1'));
  return `${at === undefined ? '/' : '…/'}${keys.reverse().join('/')}`;
}
