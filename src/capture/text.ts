import type { Sidecar } from '../handlers/sidecar.js';
import { Place, pointerTo } from './place.js';

/** A stretch of descriptor text, a sidecar's descriptor, a container, or a mention of one that stands elsewhere. */
export type Piece = string | Sidecar | Place<readonly Piece[]> | Reference;

/** A finished descriptor: JSON text, in pieces only where sidecars stand in it. */
export type CapturedText = string | ReadonlyArray<string | Sidecar>;

/** The same object again. Its text is made last, when it is known where the first place stands. */
export class Reference {
  readonly target: Place;

  constructor(target: Place) {
    this.target = target;
  }

  toString(): string {
    const { parent, step } = this.target;
    return `{"$":"ref","path":${JSON.stringify(pointerTo(parent, step))}}`;
  }
}

/** Gathers a container's text, with a break wherever something stands that is not text yet. */
export class PieceList {
  readonly pieces: Piece[] = [];
  private text = '';

  get isEmpty(): boolean {
    return this.text === '' && this.pieces.length === 0;
  }

  add(piece: Piece): void {
    if (typeof piece === 'string') this.text += piece;
    else {
      this.pieces.push(this.text, piece);
      this.text = '';
    }
  }

  /** Adds the last stretch of text and returns all. */
  end(text: string): readonly Piece[] {
    this.pieces.push(this.text + text);
    return this.pieces;
  }
}

/** Puts the pieces of a container and of all that it contains in order; nesting costs no stack. */
export function joinPieces(root: Piece): CapturedText {
  if (typeof root === 'string') return root;
  const parts: Array<string | Sidecar> = [];
  let text = '';
  const levels: Array<Iterator<Piece>> = [[root].values()];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const { done, value: piece } = level.next();
    if (done) levels.pop();
    else if (typeof piece === 'string') text += piece;
    else if (piece instanceof Place) levels.push((piece.content ?? []).values());
    else if (piece instanceof Reference) text += piece.toString();
    else {
      parts.push(text, piece);
      text = '';
    }
  }
  return parts.length === 0 ? text : [...parts, text];
}

/**
 * The descriptor's JSON text. Binary values of up to `inlineBytes` bytes carry their bytes, larger ones name
 * their file; a negative number names all files.
 */
export function renderText(text: CapturedText, inlineBytes: number): string {
  if (typeof text === 'string') return text;
  let rendered = '';
  for (const piece of text) {
    rendered += typeof piece === 'string' ? piece : piece.descriptor(isInline(piece, inlineBytes));
  }
  return rendered;
}

/** Whether a sidecar's bytes stand in the descriptor instead of in a file. */
export function isInline(sidecar: Sidecar, inlineBytes: number): boolean {
  return sidecar.canBeInline && sidecar.byteLength <= inlineBytes;
}
