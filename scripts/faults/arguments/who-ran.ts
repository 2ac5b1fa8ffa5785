/** Whose code called what the program had put in place of something, by the stack of that call. */
export function whoRan(stack: string): string {
  const frames = stack
    .split('\n')
    .slice(1)
    .filter((frame) => !frame.includes('/programs/poison.js'));
  const first = frames.find((frame) => !/\(<anonymous>\)|\(native\)| <anonymous>$/.test(frame)) ?? '';
  if (first === '') return 'the language';
  if (first.includes('/scripts/faults/programs/')) return 'the program';
  if (first.includes('node:')) return 'Node';
  const [, name] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(first) ?? [];
  return name ?? 'callmonitor';
}

/** The place in a source where that was, for a report. */
export function whereOf(stack: string): string {
  const frames = stack.split('\n').slice(1);
  const ours = frames.find((frame) => /\/dist\/(?:src|exporters)\//.test(frame)) ?? frames.at(-1) ?? '';
  return ours
    .trim()
    .replace(/^at .*?\/dist\//, '')
    .replace(/\)$/, '');
}
