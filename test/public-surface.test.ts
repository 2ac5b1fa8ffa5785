import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as callmonitor from 'callmonitor';
import * as exporters from 'callmonitor/exporters';
import * as instrumentations from 'callmonitor/instrumentations';

/** All that the package offers at run time: a change here is a change for its users. */
const SURFACE = [
  {
    entry: 'callmonitor',
    module: callmonitor,
    names: [
      'Args',
      'Call',
      'CallMonitorError',
      'CallNotLoggedError',
      'DB',
      'DatabaseLockedError',
      'DatabaseNotFoundError',
      'DefaultSource',
      'DestinationNotFreeError',
      'Handler',
      'IncompatibleVersionError',
      'NdArray',
      'NotCaptured',
      'NotReplayableError',
      'RecordNotFoundError',
      'Registry',
      'ReplayTimeoutError',
      'SettingsStore',
      'SpanRecord',
      'Trace',
      'activeCall',
      'callFields',
      'context',
      'exportCalls',
      'findCalls',
      'intercept',
      'load',
      'loadAll',
      'loadCall',
      'loadNpy',
      'pack',
      'prune',
      'registry',
      'repair',
      'saveNpy',
      'settings',
      'snapshot',
      'unpack',
      'verify',
      'verifyCall',
      'traceOf',
    ],
  },
  {
    entry: 'callmonitor/exporters',
    module: exporters,
    names: ['CallMonitorSpanExporter', 'CallMonitorSpanProcessor'],
  },
  {
    entry: 'callmonitor/instrumentations',
    module: instrumentations,
    names: ['CallMonitorInstrumentation'],
  },
];

for (const { entry, module, names } of SURFACE) {
  test(`${entry} offers what it is documented to offer`, () => {
    assert.deepEqual(Object.keys(module).sort(), [...names].sort());
  });
}
