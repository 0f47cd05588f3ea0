import { clientSettings } from '../../adapters/aws/aws-client.ts';
import { METRICS_ANSWER_MS } from '../../adapters/aws/cloudwatch-client.ts';
import { WORKER_GONE_SEC } from '../../core/worker-gone.ts';
import { FUNCTION_SETTINGS } from '../../lib/function-settings.ts';

describe('a worker that was cut off', () => {
  it('is gone before another one takes its work over', () => {
    const { connectionTimeout, requestTimeout } = clientSettings().requestHandler;
    const longestRequestSec = (connectionTimeout + Math.max(requestTimeout, METRICS_ANSWER_MS)) / 1_000;
    expect(WORKER_GONE_SEC).toBeGreaterThan(FUNCTION_SETTINGS.reconcile.timeoutSec + longestRequestSec);
  });
});
