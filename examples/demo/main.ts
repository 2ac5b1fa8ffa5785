import { relative } from 'node:path';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { describeDatabase } from './database-report.js';
import { describeFindings } from './findings-report.js';
import { analyse, type Findings } from './pipeline.js';
import { paint } from './style.js';
import { startTracing } from './tracing.js';

const { recorder, stop } = startTracing();
const findings = await inOneSpan(analyse);
const root = relative('.', recorder.root ?? '');
await stop();

const heading = paint.bold('callmonitor demo: three data sets of vega-datasets, one trace');
const lines = [heading, ...describeFindings(findings), ...describeDatabase(root), ''];
process.stdout.write(lines.join('\n'));

/** With one span over all of them, the recorded calls are one trace. */
function inOneSpan(work: () => Promise<Findings>): Promise<Findings> {
  return trace.getTracer('callmonitor-demo').startActiveSpan('analyse', async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
