const DURABILITIES = ['call', 'batch'];
const LAYOUTS = ['packed', 'folders'];

/** `intercept` alone: its embedded SDK, and a database in the row's folder. */
export default DURABILITIES.flatMap((durability) =>
  LAYOUTS.flatMap((layout) => [true, false].map((result) => row({ durability, layout, result }))),
);

function row({ durability, layout, result }) {
  return {
    name: `callmonitor ${durability} ${layout}${result ? '' : ', no result'}`,
    isOnDisk: true,
    ...(layout === 'folders' ? { maxCalls: 5_000 } : {}),
    async start(folder) {
      const { intercept, settings } = await import('../../dist/src/index.js');
      settings.set({ root: `${folder}/call-monitor`, durability, layout, result });
      return { wrap: (fn) => intercept(fn) };
    },
  };
}
