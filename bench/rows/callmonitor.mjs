import { startTracing } from '../tracing.mjs';

const DURABILITIES = ['call', 'batch'];
const LAYOUTS = ['packed', 'folders'];

/** `intercept` alone: its embedded SDK, and a database in the row's folder. And as a plugin of an SDK that exports. */
export default [
  ...DURABILITIES.flatMap((durability) =>
    LAYOUTS.flatMap((layout) => [true, false].map((result) => alone({ durability, layout, result }))),
  ),
  ...DURABILITIES.map((durability) => inSdk({ durability, layout: 'packed' })),
];

function alone({ durability, layout, result }) {
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

/** The span by hand's own tracing with our processor in front: spans carry their attributes, and are exported. */
function inSdk({ durability, layout }) {
  return {
    name: `callmonitor ${durability} ${layout}, in that SDK`,
    note: "the span by hand's SDK with our processor in front of its own: spans have all attributes and are exported",
    isOnDisk: true,
    async start(folder) {
      const { intercept } = await import('../../dist/src/index.js');
      const { CallMonitorSpanProcessor } = await import('../../dist/exporters/index.js');
      const root = `${folder}/call-monitor`;
      const { stop } = await startTracing([new CallMonitorSpanProcessor({ root, durability, layout })]);
      return { wrap: (fn) => intercept(fn), stop };
    },
  };
}
