import type { Registry } from '../handlers/registry.js';
import type { Sidecar } from '../handlers/sidecar.js';
import { originalOf } from '../model/originals.js';
import { SafeMap } from '../model/safe-collections.js';
import { DescriptorWriter, NONE } from './descriptor-writer.js';
import { apply, isProxy, min, slice } from './intrinsics.js';
import type { Limits } from './limits.js';
import { isClass, nameOf } from './own-data.js';
import { keysTo, Place } from './place.js';
import type { Redaction, ValuePath } from './redaction.js';
import { bytesOf, describePrimitive, descriptionOf, isHuge, isSimple, quote } from './scalars.js';
import { SidecarFiles } from './sidecar-files.js';
import { cutString } from './string-cut.js';
import { Segment } from './text.js';

/** What bounds a capture and what it leaves out. */
export interface CaptureOptions {
  readonly limits: Limits;
  readonly redaction: Redaction;
  readonly registry: Registry;
}

/** How objects are written down: the walk knows the way, this knows the forms. */
export interface ObjectForms {
  /** Writes an object that contains nothing which is written down; `false` for a container. */
  describeLeaf(walk: Walk, place: Place): boolean;
  /** Writes a container; describes, and so queues, what it contains. */
  describeContainer(walk: Walk, place: Place): void;
}

/** So much more of a text that is cut is searched for secrets: one may begin in what is kept. */
const LOOK_AHEAD = 1024;

/** What a container costs until it is described: the mark that stands for it if a limit keeps it out. */
const RESERVED = '{"$":"truncated","reason":"nodes"}'.length;

/** What a reference costs beside its path. */
const REFERENCE = '{"$":"ref","path":""}'.length;

/** Text of values other than strings that no limit cuts: that of dates, numbers, marks. */
const SHORT_TEXT = 128;

/**
 * One pass over the values of one line, breadth first, so that what a limit cuts is what lies deepest. Runs none
 * of the program's code: no getter, no trap, no `toJSON`, no iterator, and nothing that it put on a prototype.
 */
export class Walk extends DescriptorWriter {
  readonly options: CaptureOptions;
  /** The container whose content is being described. */
  parent: Place | undefined = undefined;
  /** Which argument's properties are keyword arguments, if they are such; -1: none's. */
  keywordIndex = -1;
  private readonly forms: ObjectForms;
  private next: Place | undefined = undefined;
  private last: Place | undefined = undefined;
  private first: Place | undefined = undefined;
  /** All objects that were met, once there is more than the first. */
  private seen: SafeMap<object, Place> | undefined = undefined;
  private sidecarFiles: SidecarFiles | undefined = undefined;

  constructor(options: CaptureOptions, forms: ObjectForms) {
    super(options.limits);
    this.options = options;
    this.forms = forms;
  }

  get files(): SidecarFiles {
    const { limits, registry } = this.options;
    this.sidecarFiles ??= new SidecarFiles(limits.maxSidecarBytes, (error) => registry.onError(error));
    return this.sidecarFiles;
  }

  get sidecars(): readonly Sidecar[] {
    return this.sidecarFiles === undefined ? NONE : this.sidecarFiles.sidecars;
  }

  /** Writes down the containers that were met, and those that are met in them. */
  run(): void {
    for (let place = this.next; place !== undefined; place = place.successor) {
      this.parent = place;
      this.at = place;
      this.bytesLeft += RESERVED;
      this.forms.describeContainer(this, place);
    }
    this.parent = undefined;
  }

  /** Adds a sidecar's descriptor. */
  writeSidecar(sidecar: Sidecar): void {
    this.advance(new Segment()).sidecar = sidecar;
    this.bytesLeft -= SHORT_TEXT;
  }

  /** Describes the value under `key` of the container at hand; `step` as for `pointerTo`. */
  describe(value: unknown, key: string | number, step?: string): void {
    this.nodesLeft--;
    const { redaction } = this.options;
    if (redaction.looksAtPaths && this.isCovered(keysTo(this.parent, key), value)) {
      this.lose('{"$":"redacted","reason":"path"}', 'redacted', key, step);
    } else if (typeof value === 'string') {
      this.describeString(value, key, step);
    } else if (typeof value === 'object' && value !== null) {
      this.describeObject(value, key, step);
    } else if (typeof value === 'function') {
      this.describeFunction(value, key, step);
    } else if (typeof value === 'symbol' && this.isSecretSymbol(value)) {
      this.loseText(key, step);
    } else if (typeof value === 'bigint' && isHuge(value)) {
      this.lose('{"$":"truncated","reason":"string"}', 'truncated (string)', key, step);
    } else {
      this.writeLeaf(describePrimitive(value), key, step);
    }
  }

  /** Leaves out a value whose name is a secret's. */
  redact(key: string | number, step?: string): void {
    this.nodesLeft--;
    this.lose('{"$":"redacted","reason":"key"}', 'redacted', key, step);
  }

  /** Leaves out what an accessor would give, were it called. */
  passAccessor(key: string | number, step?: string): void {
    this.nodesLeft--;
    this.lose('{"$":"accessor"}', 'accessor', key, step);
  }

  /** Leaves out a text in which a secret was found, in place of describing it. */
  redactText(key: string | number, step?: string): void {
    this.nodesLeft--;
    this.loseText(key, step);
  }

  /** The same of one that is being described. */
  loseText(key: string | number, step?: string): void {
    this.lose('{"$":"redacted","reason":"value"}', 'redacted', key, step);
  }

  /** Writes what stands for a value that cannot come back, and notes why. */
  lose(mark: string, why: string, key: string | number, step?: string): void {
    this.write(mark);
    this.note(why, this.parent, key, step);
  }

  /** Marks the container at hand as cut: what was written of it becomes the `head`. */
  cut(place: Place, reason: string, length: number): void {
    const mark = `{"$":"truncated","reason":"${reason}","length":${length},"head":`;
    place.isCut = true;
    place.text = mark + place.text;
    this.write('}', mark.length + 1);
    this.note(`truncated (${reason})`, place.parent, place.key, place.ownStep);
  }

  /** Writes the text of a value that contains nothing; `false` if it is longer than the limits allow. */
  writeLeaf(text: string, key: string | number, step?: string): boolean {
    const isShort = text.length <= SHORT_TEXT;
    const bytes = isShort ? text.length : bytesOf(text);
    const { maxStringLength } = this.options.limits;
    if (isShort || (bytes <= this.bytesLeft && text.length <= maxStringLength + SHORT_TEXT)) {
      this.write(text, bytes);
      return true;
    }
    const reason = bytes > this.bytesLeft ? 'bytes' : 'string';
    this.lose(`{"$":"truncated","reason":"${reason}"}`, `truncated (${reason})`, key, step);
    return false;
  }

  /** Has an object written down here, when its turn comes. */
  enqueue(place: Place): void {
    this.bytesLeft -= RESERVED;
    this.advance(place);
    this.advance(new Segment());
    if (this.last === undefined) this.next = place;
    else this.last.successor = place;
    this.last = place;
  }

  /** Sees to it that an object which is met again is known. */
  remember(value: object, key: string | number, step?: string): Place {
    const place = new Place(value, this.parent, key, step);
    if (this.first === undefined) {
      this.first = place;
      return place;
    }
    if (this.seen === undefined) {
      this.seen = new SafeMap();
      this.seen.set(this.first.value, this.first);
    }
    this.seen.set(value, place);
    return place;
  }

  private isCovered(path: ValuePath, value: unknown): boolean {
    const { redaction } = this.options;
    if (redaction.covers(path, value)) return true;
    const other = this.keywordIndex < 0 ? undefined : otherPath(path, this.keywordIndex);
    return other !== undefined && redaction.covers(other, value);
  }

  private describeObject(value: object, key: string | number, step: string | undefined): void {
    if (isProxy(value)) return this.lose('{"$":"opaque","class":"Proxy"}', 'opaque', key, step);
    const known = this.seen === undefined ? this.first : this.seen.get(value);
    if (known !== undefined && known.value === value) return this.mention(known, key, step);
    const place = this.remember(value, key, step);
    if (!this.forms.describeLeaf(this, place)) this.enqueue(place);
  }

  private mention(known: Place, key: string | number, step: string | undefined): void {
    const bytes = REFERENCE + known.pointer.length;
    if (bytes > this.bytesLeft) {
      this.lose('{"$":"truncated","reason":"bytes"}', 'truncated (bytes)', key, step);
    } else {
      this.advance(new Segment()).mention = known;
      this.bytesLeft -= bytes;
    }
  }

  private describeString(value: string, key: string | number, step: string | undefined): void {
    const { limits, redaction } = this.options;
    if (value.length > limits.maxStringLength) return this.describeHead(value, 'string', key, step);
    if (redaction.hasNames && redaction.isSecretText(value)) return this.loseText(key, step);
    if (value.length > this.bytesLeft) return this.describeHead(value, 'bytes', key, step);
    if (isSimple(value)) return this.write(`"${value}"`);
    const quoted = quote(value);
    const bytes = bytesOf(quoted);
    if (bytes > this.bytesLeft) this.describeHead(value, 'bytes', key, step);
    else this.write(quoted, bytes);
  }

  /** A string that a limit cuts; with patterns to search for nothing of it, for what is cut may hide a secret. */
  private describeHead(value: string, reason: string, key: string | number, step: string | undefined): void {
    const { limits, redaction } = this.options;
    const { maxStringLength } = limits;
    const searched = min(maxStringLength, this.bytesLeft) + LOOK_AHEAD;
    const head = redaction.hasPatterns ? undefined : cutString(value, maxStringLength, this.bytesLeft);
    if (head !== undefined && redaction.isSecretText(apply(slice, value, [0, searched]) as string))
      return this.loseText(key, step);
    const end = head === undefined ? '}' : `,"head":${head}}`;
    const mark = `{"$":"truncated","reason":"${reason}","length":${value.length}${end}`;
    this.write(mark, bytesOf(mark));
    this.note(`truncated (${reason})`, this.parent, key, step);
  }

  private isSecretSymbol(value: symbol): boolean {
    const { redaction } = this.options;
    return redaction.hasNames && redaction.isSecretText(descriptionOf(value));
  }

  private describeFunction(value: object, key: string | number, step: string | undefined): void {
    const fn = originalOf(value) ?? value;
    if (isProxy(fn)) return this.lose('{"$":"opaque","class":"Proxy"}', 'opaque', key, step);
    const suffix = isClass(fn) ? ',"class":true' : '';
    const text = `{"$":"function","name":${quote(nameOf(fn))}${suffix}}`;
    if (this.writeLeaf(text, key, step)) this.note('function', this.parent, key, step);
  }
}

/** `args[1].card` and `kwargs.card` may be the same, by whether all that was passed can stand in `kwargs`. */
function otherPath(path: ValuePath, keywordIndex: number): ValuePath | undefined {
  if (path[0] === 'kwargs') return pathOf(['args', keywordIndex], path, 1);
  const isOfKeywords = path[0] === 'args' && path[1] === keywordIndex && path.length > 2;
  return isOfKeywords ? pathOf(['kwargs'], path, 2) : undefined;
}

/** A path that goes on as another does from an index on. */
function pathOf(start: (string | number)[], other: ValuePath, from: number): ValuePath {
  for (let index = from; index < other.length; index++) start[start.length] = other[index] as string | number;
  return start;
}
