import fc from 'fast-check';
import { worstCause } from '../../../core/fleet/cause-of-failure.ts';
import { circuitBreakerFor } from '../../../core/fleet/circuit-breaker.ts';
import type { StoppedTask } from '../../../core/fleet/compute.ts';
import { explainStop } from '../../../core/fleet/explain-stop.ts';
import { CANNOT_PULL, stopped } from './sights.ts';

const IMAGE = 'govlab/job-ingest:v2';
const START = 'TaskFailedToStart';
const EXIT = 'EssentialContainerExited';
const SCHEDULER = 'ServiceSchedulerInitiated';

describe('explaining why a task stopped', () => {
  const cases: readonly [string, string, number | undefined, string, boolean, RegExp][] = [
    [
      START,
      CANNOT_PULL,
      undefined,
      'image-cannot-be-pulled',
      true,
      /^The image govlab\/job-ingest:v2 cannot be pulled: .*Check that the tag exists/,
    ],
    [
      START,
      'CannotPullContainerError: pull access denied for govlab/x, repository does not exist',
      undefined,
      'image-cannot-be-pulled',
      true,
      /pull access denied/,
    ],
    [
      START,
      'CannotPullContainerError: dial tcp 34.2.1.4:443: i/o timeout',
      undefined,
      'start-failed',
      false,
      /in time/,
    ],
    [
      START,
      'CannotPullContainerError: toomanyrequests: You have reached your pull rate limit',
      undefined,
      'start-failed',
      false,
      /pull limits/,
    ],
    [
      START,
      "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: failed to fetch secret arn:aws:secretsmanager:us-east-1:123456789012:secret:db from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
      undefined,
      'secret-missing',
      true,
      /execution role may read it/,
    ],
    [
      START,
      'ResourceInitializationError: unable to pull secrets or registry auth: i/o timeout',
      undefined,
      'start-failed',
      false,
      /could not start/,
    ],
    [
      START,
      'ResourceInitializationError: failed to initialize logging driver: no such log group',
      undefined,
      'start-failed',
      false,
      /logging driver/,
    ],
    [
      START,
      'CannotStartContainerError: OCI runtime create failed: exec /app: exec format error',
      undefined,
      'exec-format',
      true,
      /linux\/x86_64/,
    ],
    [
      START,
      'InvalidParameterException: the volume is wrong',
      undefined,
      'invalid-parameter',
      true,
      /refuses/,
    ],
    [
      EXIT,
      'OutOfMemoryError: Container killed due to memory usage',
      137,
      'out-of-memory',
      false,
      /memoryMiB/,
    ],
    [EXIT, 'Essential container in task exited', 137, 'out-of-memory', false, /exit code 137/],
    [EXIT, 'Essential container in task exited', 1, 'essential-container-exited', false, /exit code 1\./],
    [
      SCHEDULER,
      'Task failed container health checks',
      143,
      'health-check-failed',
      false,
      /healthCheck\.path/,
    ],
    [
      SCHEDULER,
      'Task failed ELB health checks in (target-group arn)',
      undefined,
      'health-check-failed',
      false,
      /health check/,
    ],
    ['SomethingNew', 'Words nobody has read yet', undefined, 'unknown', false, /Words nobody has read yet/],
  ];
  it.each(cases)('%s: %s', (stopCode, stoppedReason, exitCode, kind, deterministic, words) => {
    const said = explainStop(stopped(1, { stopCode, stoppedReason, exitCode }), IMAGE);
    expect(said).toMatchObject({ kind, deterministic, raw: `${stopCode}: ${stoppedReason}` });
    expect(said?.plain).toMatch(words);
  });

  it('has nothing to explain where somebody wanted the stop', () => {
    const scaledIn = stopped(1, {
      stopCode: SCHEDULER,
      stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
    });
    expect(explainStop(scaledIn)).toBeUndefined();
    expect(
      explainStop(stopped(1, { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' })),
    ).toBeUndefined();
  });

  it('always answers in words that can be shown, whatever the platform says', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ maxLength: 2_000 }), (stopCode, stoppedReason) => {
        const said = explainStop(stopped(1, { stopCode, stoppedReason }), IMAGE);
        expect(said === undefined || (said.plain.length > 0 && said.plain.length < 500)).toBe(true);
      }),
    );
  });
});

describe('the cause of several stops', () => {
  const crash = (n: number): StoppedTask =>
    stopped(n, { stopCode: EXIT, stoppedReason: 'Essential container in task exited', exitCode: 1 });

  it('is the one that retries cannot cure, then the most frequent, with how often', () => {
    expect(worstCause([crash(1), crash(2), stopped(3)], IMAGE)).toMatchObject({
      kind: 'image-cannot-be-pulled',
      times: 1,
    });
    expect(worstCause([crash(1), crash(2)], IMAGE)).toMatchObject({
      kind: 'essential-container-exited',
      times: 2,
    });
    expect(worstCause([], IMAGE)).toBeUndefined();
  });
});

describe('the circuit breaker', () => {
  it.each([
    [1, 'COUNT', 2],
    [4, 'COUNT', 2],
    [5, 'BOUNDED_PERCENT', 50],
    [100, 'BOUNDED_PERCENT', 50],
  ])('of %i tasks is %s %i and forgets nothing', (desired, thresholdType, threshold) => {
    expect(circuitBreakerFor(desired)).toEqual({ thresholdType, threshold, resetOnHealthyTask: false });
  });
});
