export const title = 'W1 in a recursion ten deep';
/** How many calls of the function one `call` makes. */
export const callsEach = 10;

let recorded;

function solve(depth, name, isFast) {
  if (depth > 1) recorded(depth - 1, name, isFast);
  return depth;
}

export function make(wrap) {
  recorded = wrap(solve);
  return { call: () => recorded(10, 'wing', true) };
}
