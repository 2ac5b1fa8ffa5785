import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { intercept, load } from 'callmonitor';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';
import { assertRevived, CLASSES } from '../assert-value.js';
import { VALUES } from '../values.js';
import { temporaryFolder } from './handlers/temporary-folder.js';

for (const layout of ['folders', 'packed'] as const) {
  test(`intercept() and load() give back every value (${layout})`, async (t) => {
    const processor = new CallMonitorSpanProcessor({
      root: `${temporaryFolder(t)}/db`,
      layout,
      inlineBytes: 8,
    });
    trace.disable();
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor as never] }));
    const identity = intercept((value: unknown, _again: unknown) => [value], {
      name: `identity-${layout}`,
    });

    for (const { make } of VALUES) {
      const value = make();
      identity(value, value);
    }
    const { root = '' } = processor;
    await processor.shutdown();

    const db = load(root, { classes: CLASSES });
    for (const [index, value] of VALUES.entries()) {
      await t.test(value.name, () => {
        const call = db.call(`identity-${layout}`, index + 1);
        assertRevived(call.args[0], value);
        assert.equal(call.replayable.ok, value.kind === undefined);
        if (typeof value.make() === 'object' && value.kind === undefined)
          assert.equal(call.args[0], call.args[1]);
        assertRevived((call.result as unknown[])[0], value);
      });
    }
  });
}
