export const title = 'three small arguments';

function solve(count, name, isFast) {
  return isFast ? count + name.length : count;
}

export function make(wrap) {
  const recorded = wrap(solve);
  return { call: (n) => recorded(n, 'wing', true) };
}
