/** Intercepted, and no call of it wanted. */
export default {
  name: 'callmonitor filtered by `when`',
  isCheap: true,
  async start(folder) {
    const { intercept, settings } = await import('../../dist/src/index.js');
    settings.set({ root: `${folder}/call-monitor` });
    return { wrap: (fn) => intercept(fn, { when: () => false }) };
  },
};
