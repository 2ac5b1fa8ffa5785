import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import { followPointer } from '../capture/revive-pointer.js';
import { jsonOf } from '../model/json-of.js';
import { type Cell, cellText } from './cell.js';
import { cellOfKind } from './described-cell.js';
import type { ExportedCall } from './exported-call.js';
import { namedDescriptors } from './named-descriptors.js';

/** Is shown a place in a call's values that has a value of its own; `nesting` is 1 for an argument itself. */
export type CellVisitor = (name: string, nesting: number, cell: NonNullable<Cell>) => void;

/** `arg.options.n` is at 2. */
const MOST_NESTING = 4;
/** Of one call; a hostile one could have millions. */
const MOST_PLACES = 1000;
const LONGEST_KEY = 200;
const MOST_JSON_ITEMS = 1000;
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** Shows the scalar arguments and results of a call under the names of their columns: `arg.x`, `kwarg.options.n`, `result`. */
export function flattenCall(exported: ExportedCall, visit: CellVisitor): void {
  const { input, output } = exported;
  const inputs = new Flattening(input as unknown as JsonObject, visit); // a line is an object of JSON
  for (const { name, isKeyword, descriptor } of namedDescriptors(exported)) {
    const key = stepText(name);
    if (key !== undefined) inputs.add(`${isKeyword ? 'kwarg' : 'arg'}${key}`, 1, descriptor);
  }
  if (output !== undefined && Object.hasOwn(output, 'result'))
    new Flattening(output as unknown as JsonObject, visit).add('result', 1, output.result);
}

class Flattening {
  private readonly line: JsonObject;
  private readonly visit: CellVisitor;
  private places = 0;

  constructor(line: JsonObject, visit: CellVisitor) {
    this.line = line;
    this.visit = visit;
  }

  add(name: string, nesting: number, descriptor: unknown): void {
    if (this.places++ >= MOST_PLACES) return;
    if (!isJsonObject(descriptor)) return this.show(name, nesting, plainCell(descriptor));
    const { $: kind } = descriptor;
    if (!Object.hasOwn(descriptor, '$')) return this.addProperties(name, nesting, descriptor);
    if (kind === 'object' && isJsonObject(descriptor['props']))
      return this.addProperties(name, nesting, descriptor['props']);
    if (kind === 'ref') return this.addTarget(name, nesting, descriptor);
    if (kind === 'boxed') return this.add(name, nesting, primitive(descriptor['value']));
    if (kind === 'truncated') return this.add(name, nesting, descriptor['head'] ?? null);
    this.show(name, nesting, cellOfKind(descriptor));
  }

  private addProperties(name: string, nesting: number, properties: JsonObject): void {
    const keys = Object.keys(properties);
    if (keys.length === 0) return;
    if (nesting === MOST_NESTING) return this.show(name, nesting, `object with ${keys.length} keys`);
    for (const key of keys) {
      const step = this.places < MOST_PLACES ? stepText(key) : undefined;
      if (step !== undefined) this.add(name + step, nesting + 1, properties[key]);
    }
  }

  /** What a reference leads to; from there on, deeper by one, so that a circle ends. */
  private addTarget(name: string, nesting: number, { path }: JsonObject): void {
    if (nesting === MOST_NESTING) return;
    try {
      this.add(name, nesting + 1, followPointer(this.line, path));
    } catch {
      // A reference that leads nowhere is an empty place.
    }
  }

  private show(name: string, nesting: number, cell: Cell): void {
    if (cell !== undefined) this.visit(name, nesting, cell);
  }
}

/** How a key is written behind what it is a key of; `undefined` for one that is too long for a column's name. */
function stepText(key: string): string | undefined {
  if (key.length > LONGEST_KEY) return undefined;
  return PLAIN_KEY.test(key) || /^\d+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function plainCell(value: unknown): Cell {
  if (typeof value === 'string') return cellText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (!Array.isArray(value)) return undefined;
  const text = value.length <= MOST_JSON_ITEMS ? jsonOf(value) : undefined;
  return text === undefined || cellText(text) !== text ? `array [${value.length}]` : text;
}

/** Boxes hold primitives; anything else would let them be nested without end. */
function primitive(value: unknown): unknown {
  return isJsonObject(value) && value['$'] === 'boxed' ? null : value;
}
