export default {
  name: 'bare function',
  isCheap: true,
  start: () => ({ wrap: (fn) => fn }),
};
