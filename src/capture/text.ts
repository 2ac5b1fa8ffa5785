import type { Sidecar } from '../handlers/sidecar.js';
import { quote } from './scalars.js';

/** A finished descriptor: JSON text, in pieces only where sidecars stand in it. */
export type CapturedText = string | ReadonlyArray<string | Sidecar>;

/**
 * A stretch of descriptor text. The stretches of one value form a list; where a container stands, its own begin, so
 * that they can be written later than those behind it.
 */
export class Segment {
  /** What stands before the text: a sidecar's descriptor, … */
  sidecar: Sidecar | undefined = undefined;
  /** … or a reference, made last, when it is known where the first place stands. */
  mention: { readonly pointer: string } | undefined = undefined;
  text = '';
  next: Segment | undefined = undefined;
}

/** All that stands from `first` on. */
export function joinSegments(first: Segment): CapturedText {
  const parts: Array<string | Sidecar> = [];
  let text = '';
  for (let at: Segment | undefined = first; at !== undefined; at = at.next) {
    if (at.mention !== undefined) text += `{"$":"ref","path":${quote(at.mention.pointer)}}`;
    if (at.sidecar !== undefined) {
      parts[parts.length] = text;
      parts[parts.length] = at.sidecar;
      text = '';
    }
    text += at.text;
  }
  if (parts.length === 0) return text;
  parts[parts.length] = text;
  return parts;
}

/**
 * The descriptor's JSON text. Binary values of up to `inlineBytes` bytes carry their bytes, larger ones name
 * their file; a negative number names all files.
 */
export function renderText(text: CapturedText, inlineBytes: number): string {
  if (typeof text === 'string') return text;
  let rendered = '';
  for (let index = 0; index < text.length; index++) {
    const piece = text[index] as string | Sidecar;
    rendered += typeof piece === 'string' ? piece : piece.descriptor(isInline(piece, inlineBytes));
  }
  return rendered;
}

/** Whether a sidecar's bytes stand in the descriptor instead of in a file. */
export function isInline(sidecar: Sidecar, inlineBytes: number): boolean {
  return sidecar.canBeInline && sidecar.byteLength <= inlineBytes;
}
