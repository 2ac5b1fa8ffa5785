import type { Edits } from './edits.js';
import type { OriginalPlaces } from './original-places.js';
import type { TransformOptions } from './source.js';
import type { FunctionSite, Selected, Site } from './transformed-file.js';

/** What the steps of a transform share: the file's text, the edits to it, and the sites that they refer to. */
export class FileWork {
  readonly sites: Site[] = [];
  readonly text: string;
  readonly handle: string;
  readonly edits: Edits;
  readonly #places: OriginalPlaces;
  readonly #select: TransformOptions['select'];
  #keys = 0;

  constructor(parts: {
    text: string;
    handle: string;
    edits: Edits;
    places: OriginalPlaces;
    select: TransformOptions['select'];
  }) {
    this.text = parts.text;
    this.handle = parts.handle;
    this.edits = parts.edits;
    this.#places = parts.places;
    this.#select = parts.select;
  }

  /**
   * What is known of a function that a target selects; undefined: none does.
   * @param name undefined: it is named after its place
   * @param offset where it begins
   */
  select(name: string | undefined, offset: number): Selected | undefined {
    if (name !== undefined && this.#select(name) === undefined) return undefined; // most are not: no place is needed
    const { place, isGenerated } = this.#places.at(offset);
    const chosen = name ?? `anonymous-${place.line}-${place.column}`;
    const target = this.#select(chosen, isGenerated);
    return target === undefined ? undefined : { name: chosen, ...place, target };
  }

  /** Adds a site, and gives the text that calls the runtime for it, up to the value. */
  open(site: Site): string {
    this.sites.push(site);
    return `${this.handle}(${this.sites.length - 1},`;
  }

  openFunction(selected: Selected, more: Partial<Pick<FunctionSite, 'ownName' | 'knownAs'>> = {}): string {
    return this.open({ kind: 'function', ...selected, knownAs: 'intercepted', ...more });
  }

  /** Where the code can keep the value of a computed key. */
  newKey(): string {
    return `${this.handle}.k${this.#keys++}`;
  }
}
