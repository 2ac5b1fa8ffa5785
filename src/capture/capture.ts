import type { Sidecar } from '../handlers/sidecar.js';
import type { Signature } from './argspec.js';
import { isPlainPrototype } from './class-of.js';
import { cutReason, mostItems } from './container.js';
import { NONE } from './descriptor-writer.js';
import { FORMS } from './forms.js';
import { getPrototypeOf, isArray, isProxy } from './intrinsics.js';
import { Place } from './place.js';
import { readProperties } from './property-list.js';
import { StraightText } from './straight-text.js';
import { type CapturedText, joinSegments } from './text.js';
import { type CapturedValue, ValueCapture } from './value-capture.js';
import { type CaptureOptions, Walk } from './walk.js';

/** What a function was called with, written down. */
export interface CapturedInput {
  readonly this: CapturedText | undefined;
  /** A JSON array. */
  readonly args: CapturedText;
  /** A JSON object. */
  readonly kwargs: CapturedText;
  readonly sidecars: readonly Sidecar[];
  /** Why the call cannot be replayed, value by value; empty when it can. */
  readonly notReplayable: readonly string[];
  /** Whether a limit cut something. Default `false`. */
  readonly isCut?: boolean;
}

/** Writes down what one function is called with, and what comes back. */
export class CallCapture extends ValueCapture {
  readonly #signature: Signature;
  /** Of its own, for what is no way for arguments may be one for results. */
  readonly #straight: StraightText;
  /** Whether names of parameters are secrets'. */
  readonly #hasSecrets: boolean;

  constructor(options: CaptureOptions, signature: Signature) {
    super(options);
    this.#signature = signature;
    this.#straight = new StraightText(options);
    this.#hasSecrets = hasSecretParameters(signature, options);
  }

  /**
   * What the function is called with, as it is now: one pass, in which objects that several arguments share are
   * recognised. The sidecars still belong to the program until they are saved or held.
   * @param receiver `undefined` where it is not to be recorded
   */
  input(args: readonly unknown[], receiver?: unknown): CapturedInput {
    return this.#writeStraight(args, receiver) ?? this.#walkInput(args, receiver);
  }

  /** The arguments as the function left them, with what is kept out of them for their parameters' names. */
  argsAfter(args: readonly unknown[]): CapturedValue {
    const walk = new Walk(this.options, FORMS);
    walk.keywordIndex = this.#signature.keywordIndex;
    const text = walk.begin();
    this.#walkList(walk, args, { root: 'args_after', count: args.length });
    walk.run();
    return { text: joinSegments(text), sidecars: walk.sidecars, isCut: walk.isCut };
  }

  #writeStraight(args: readonly unknown[], receiver: unknown): CapturedInput | undefined {
    if (
      this.#hasSecrets ||
      this.#isNamedSecret(args) ||
      args.length > this.options.limits.maxItems ||
      !this.#straight.begin()
    )
      return undefined;
    const input = this.#describeInput(args, receiver);
    this.#straight.end(input !== undefined);
    return input;
  }

  #describeInput(args: readonly unknown[], receiver: unknown): CapturedInput | undefined {
    const straight = this.#straight;
    const keywordIndex = this.#signature.keywordIndex === args.length - 1 ? args.length - 1 : -1;
    let text = '';
    let kwargs = '{}';
    for (let index = 0; index < args.length; index++) {
      const described = straight.describe(args[index]);
      if (described === undefined) return undefined;
      if (index === keywordIndex && isKeywordText(args[index], described)) kwargs = described;
      else text += index === 0 ? described : `,${described}`;
    }
    const self = receiver === undefined ? undefined : straight.describe(receiver);
    if (receiver !== undefined && self === undefined) return undefined;
    return { this: self, args: `[${text}]`, kwargs, sidecars: NONE, notReplayable: NONE, isCut: false };
  }

  #walkInput(args: readonly unknown[], receiver: unknown): CapturedInput {
    const walk = new Walk(this.options, FORMS);
    const index = this.#signature.keywordIndex;
    walk.keywordIndex = index;
    const isLast = index >= 0 && index === args.length - 1;
    const keywords = isLast ? keywordObject(args[index], index, this.options) : undefined;
    const kwargs = keywords === undefined ? undefined : walk.begin();
    if (keywords !== undefined) walk.enqueue(walk.remember(keywords, 'kwargs'));
    const positional = walk.begin();
    this.#walkList(walk, args, { root: 'args', count: keywords === undefined ? args.length : index });
    const self = receiver === undefined ? undefined : walk.begin();
    if (receiver !== undefined) walk.describe(receiver, 'this');
    walk.run();
    return {
      this: self === undefined ? undefined : joinSegments(self),
      args: joinSegments(positional),
      kwargs: kwargs === undefined ? '{}' : joinSegments(kwargs),
      sidecars: walk.sidecars,
      notReplayable: walk.notReplayable,
      isCut: walk.isCut,
    };
  }

  #walkList(
    walk: Walk,
    args: readonly unknown[],
    { root, count }: { root: 'args' | 'args_after'; count: number },
  ): void {
    const kept = mostItems(walk, count);
    // A rule for `args[0]` holds for what becomes of it, too.
    const place = new Place(args, undefined, 'args', `/${root}`);
    place.depth = 0;
    walk.parent = place;
    walk.write('[');
    let index = 0;
    for (; index < kept && walk.spentLimit === undefined; index++) {
      if (index > 0) walk.write(',');
      if (this.#isSecret(args, index)) walk.redact(index);
      else walk.describe(args[index], index);
    }
    if (index < count) {
      const reason = cutReason(walk, index);
      if (index > 0) walk.write(',');
      walk.write(`{"$":"truncated","reason":"${reason}","length":${count}}`);
      walk.note(`truncated (${reason})`, undefined, 'args', `/${root}`);
    }
    walk.write(']');
    walk.parent = undefined;
  }

  #isSecret(args: readonly unknown[], index: number): boolean {
    const { argspec } = this.#signature;
    const name = argspec.args[index] ?? argspec.varargs ?? '';
    return (
      this.options.redaction.isSecretKey(name, args[index]) || (index === 1 && this.#isNamedSecret(args))
    );
  }

  /** Whether the second of two arguments is a secret by the first: `setHeader('cookie', value)`. */
  #isNamedSecret(args: readonly unknown[]): boolean {
    if (args.length !== 2 || typeof args[0] !== 'string' || !isTextOrList(args[1])) return false;
    return this.options.redaction.isSecretAfter(args[0], true, args[1]);
  }
}

function hasSecretParameters({ argspec }: Signature, { redaction }: CaptureOptions): boolean {
  const { args, varargs } = argspec;
  if (!redaction.hasNames) return false;
  if (varargs !== null && redaction.keyTexts.of(varargs).isSecret) return true;
  for (let index = 0; index < args.length; index++) {
    if (redaction.keyTexts.of(args[index] ?? '').isSecret) return true;
  }
  return false;
}

/** What headers and the like have as values. */
function isTextOrList(value: unknown): boolean {
  return typeof value === 'string' || (typeof value === 'object' && !isProxy(value) && isArray(value));
}

/**
 * The argument whose properties are keyword arguments: a plain object with at least one property, all of which
 * JSON can name, that no handler keeps, and no rule takes out. Any other stays where it was passed.
 */
function keywordObject(
  value: unknown,
  index: number,
  { registry, redaction }: CaptureOptions,
): object | undefined {
  if (typeof value !== 'object' || value === null || isProxy(value) || isArray(value)) return undefined;
  const prototype = getPrototypeOf(value);
  if (prototype === null || !isPlainPrototype(prototype)) return undefined;
  if (redaction.looksAtPaths && redaction.covers(['args', index], value)) return undefined;
  const { keys, isIrregular } = readProperties(value, Number.POSITIVE_INFINITY);
  return keys.length > 0 && !isIrregular && registry.find(value) === undefined ? value : undefined;
}

/** The same of an argument that was written straight, which an irregular or handled one is not. */
function isKeywordText(value: unknown, text: string): boolean {
  if (typeof value !== 'object' || value === null || isArray(value) || text === '{}') return false;
  return getPrototypeOf(value) === Object.prototype;
}
