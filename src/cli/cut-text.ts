const CUT = '…';

/** A text, or what there is room for, with an ellipsis; no character is cut in two. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, Math.max(most - CUT.length, 0)).replace(/[\ud800-\udbff]$/, '')}${CUT}`;
}

/** The same with the text's end kept. */
export function cutStart(text: string, most: number): string {
  if (text.length <= most) return text;
  const from = text.length - Math.max(most - CUT.length, 0);
  return `${CUT}${text.slice(from).replace(/^[\udc00-\udfff]/, '')}`;
}
