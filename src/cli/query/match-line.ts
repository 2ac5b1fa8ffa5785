import { safeLine } from '../../model/safe-text.js';
import { callHead, type ListedCall, type ValuePiece, valuePieces } from '../call-line.js';
import { shortText } from '../short-text.js';
import type { Paint, Terminal } from '../terminal.js';
import type { Match } from './find-matches.js';

const LONGEST_VALUE = 60;
/** How much of a text is shown before the word that was found in it. */
const BEFORE_WORD = 15;

/** A matching call on one line, what matched highlighted; what there was no room for stands at the end. */
export function matchLine(
  call: ListedCall,
  matches: readonly Match[],
  { paint, width }: Pick<Terminal, 'paint' | 'width'>,
  locationWidth: number,
): string {
  const head = callHead(call, locationWidth, paint);
  const pieces = valuePieces(call, width - locationWidth - 20);
  const texts = pieces.map(({ text }) => text);
  const notes = matches.flatMap((match) => highlight(match, pieces, texts, paint));
  return [head, texts.join(''), ...notes].join('  ');
}

/** Highlights in the texts of the pieces; returns what is to be said besides. */
function highlight(match: Match, pieces: readonly ValuePiece[], texts: string[], paint: Paint): string[] {
  if (match.kind === 'fact') return [];
  const shown = match.kind === 'word' ? match.word : shortText(match.value.descriptor, LONGEST_VALUE);
  const at = pieces.findIndex((piece, index) => isPlaceOf(match, piece) && texts[index]?.includes(shown));
  const mark = (text: string) => text.replace(shown, () => paint.bold(paint.red(shown)));
  if (at !== -1) texts[at] = mark(texts[at] ?? '');
  else if (match.kind === 'value') return [`${safeLine(match.path)}: ${mark(shown)}`];
  else if (match.root !== 'function') return [`${match.root}: ${mark(excerpt(match.text, match.word))}`];
  return [];
}

function isPlaceOf(match: Match, { root, key }: ValuePiece): boolean {
  if (match.kind === 'word') return match.root === root;
  return (
    match.kind === 'value' && match.value.root === root && (key === undefined || match.value.key === key)
  );
}

function excerpt(text: string, word: string): string {
  const start = Math.max(text.indexOf(word) - BEFORE_WORD, 0);
  const end = start + LONGEST_VALUE;
  return safeLine(`${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`);
}
