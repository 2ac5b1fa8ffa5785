import { join } from 'node:path';

/** One line per call with its arguments, in a file, as pino writes by default: one write per line. */
export default {
  name: 'pino',
  isOnDisk: true,
  async start(folder) {
    const { default: pino } = await import('pino');
    const logger = pino(pino.destination(join(folder, 'log.ndjson')));
    return {
      wrap:
        (fn) =>
        (...args) => {
          logger.info({ args });
          return fn(...args);
        },
    };
  },
};
