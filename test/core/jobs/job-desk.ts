import { type Embedded, openEmbedded } from '../../../adapters/embedded/open-embedded.ts';
import { requestChange } from '../../../core/changes/request-change.ts';
import type { Change } from '../../../core/contract/change.ts';
import { type Job, type JobRun, JobSpec, type JobSpecInput } from '../../../core/contract/job.ts';
import { mustFindJob } from '../../../core/jobs/load-run.ts';
import { reportRunMetrics } from '../../../core/jobs/report-metrics.ts';
import { subjectOfRun } from '../../../core/jobs/run-id.ts';
import { runJobs } from '../../../core/jobs/run-jobs.ts';
import { changeJob, type JobVerb, scheduleJob } from '../../../core/jobs/schedule-job.ts';
import type { Builtins, Ports } from '../../../core/ports.ts';
import { list } from '../../../core/store/record-type.ts';
import { JobRuns, runsOf } from '../../../core/store/records/job-runs.ts';
import { NOW } from './some-jobs.ts';

const ASK = { requestedBy: { sub: 'dev', kind: 'human' }, reason: 'test', correlationId: 'test' } as const;

/** A control plane whose time and ticks the test moves itself, so that it may crash, come late or come twice. */
export class JobDesk {
  readonly embedded: Embedded;
  /** What the workers of the test use; a test may put another platform, store or policy behind it. */
  ports: Ports;
  builtins: Builtins = {};

  private constructor(embedded: Embedded) {
    this.embedded = embedded;
    this.ports = embedded.ports;
  }

  static async open(at = NOW): Promise<JobDesk> {
    const embedded = await openEmbedded({ start: new Date(at), seed: 3, speed: 0, logLevel: 'silent' });
    await requestChange(embedded.ports, {
      ...ASK,
      requestedBy: { sub: 'gov', kind: 'governance' },
      target: { kind: 'budget', name: 'grants' },
      intent: { kind: 'budget', monthlyMicroUsd: 250_000_000, softRatio: 0.8, hardRatio: 1 },
    });
    return new JobDesk(embedded);
  }

  /** Schedules `train`, hourly unless told, with an image that succeeds after four minutes. */
  schedule(spec: Partial<JobSpecInput> = {}): Promise<Change> {
    const whole = { name: 'train', schedule: '0 * * * *', program: 'grants', ...spec };
    const image = spec.builtin ? {} : { image: 'govlab/train-recommender:v1' };
    return scheduleJob(this.embedded.ports, JobSpec.parse({ ...image, ...whole }), ASK);
  }

  change(verb: JobVerb): Promise<Change> {
    return changeJob(this.embedded.ports, 'train', { verb, ask: ASK });
  }

  job(): Promise<Job> {
    return mustFindJob(this.embedded.store, 'train');
  }

  /** Newest first. */
  async runs(): Promise<readonly JobRun[]> {
    return (await list(this.embedded.store, JobRuns, { ...runsOf('train'), limit: 100 })).items;
  }

  /** The newest run. */
  async run(): Promise<JobRun> {
    const [run] = await this.runs();
    if (!run) throw new Error('there is no run');
    return run;
  }

  /** Moves time on without any tick. */
  async skip(seconds: number): Promise<void> {
    const { clock, cloud, ports } = this.embedded;
    clock.set(new Date(clock.now().getTime() + seconds * 1_000));
    cloud.advance();
    for (const { job, runId: id, metrics } of cloud.takeReports()) {
      const actor = { sub: subjectOfRun({ job, id }), kind: 'task' } as const;
      await reportRunMetrics(ports, { job, id, metrics, actor, correlationId: 'report' });
    }
  }

  tick(): Promise<void> {
    return runJobs({ ...this.ports, builtins: this.builtins }, 'tick');
  }

  /** Lets time pass with a tick every 20 s. */
  async pass(seconds: number): Promise<void> {
    for (let passed = 0; passed < seconds; passed += 20) {
      await this.skip(20);
      await this.tick();
    }
  }

  /** Calls that started or stopped tasks. */
  calls(call: 'RunTask' | 'StopTask'): number {
    return this.embedded.cloud.mutations.filter((made) => made.call === call).length;
  }

  close(): Promise<void> {
    return this.embedded.close();
  }
}
