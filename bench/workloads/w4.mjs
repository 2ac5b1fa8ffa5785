export const title = 'W1 in an async function';
export const isAsync = true;

async function solve(count, name, isFast) {
  return isFast ? count + name.length : count;
}

export function make(wrap) {
  const recorded = wrap(solve);
  return { call: (n) => recorded(n, 'wing', true) };
}
