import { API_PREFIX } from '../../contract/api-prefix.ts';
import type { Job, JobRun, JobView } from '../../contract/job.ts';
import type { jobRoutes } from '../../contract/routes/job-routes.ts';
import type { ROUTES } from '../../contract/routes.ts';
import { cancelRun as cancel } from '../../jobs/cancel-run.ts';
import { jobView } from '../../jobs/job-view.ts';
import { mustFindJob, mustFindRun } from '../../jobs/load-run.ts';
import { reportRunMetrics as report } from '../../jobs/report-metrics.ts';
import { changeJob, type JobAsk, type JobVerb, scheduleJob as schedule } from '../../jobs/schedule-job.ts';
import { startRun as start } from '../../jobs/start-run.ts';
import type { Ports } from '../../ports.ts';
import { list } from '../../store/record-type.ts';
import { JobRuns, runsOf } from '../../store/records/job-runs.ts';
import { Jobs, liveJobs, retiredJobs } from '../../store/records/jobs.ts';
import { changeReply } from '../answer.ts';
import type { Handler, TablePorts } from '../handler.ts';
import { phasedPage } from '../phased-page.ts';
import { ownedPage, recordPage } from '../record-page.ts';
import { type AskingCall, actorOf } from './ask-change.ts';

type JobHandler<N extends keyof typeof jobRoutes, P = Ports> = Handler<(typeof ROUTES)[N], P>;

/** Runs that a view of a job shows. */
const SHOWN_RUNS = 30;

const EVERY_JOB = { name: 'every job', type: Jobs, live: liveJobs, retired: retiredJobs };

/** `GET /jobs`: those that live by name, then, if asked for, the retired ones by name. */
export const listJobs: JobHandler<'listJobs', TablePorts> = async (ports, { query }) => {
  const { retired, ...wish } = query;
  const page =
    retired === 'exclude'
      ? await recordPage(ports.store, { type: Jobs, order: liveJobs }, wish)
      : await phasedPage(ports.store, EVERY_JOB, wish);
  return { body: { ...page, items: await Promise.all(page.items.map((job) => viewOf(ports, job))) } };
};

/** `GET /jobs/{name}`. */
export const getJob: JobHandler<'getJob', TablePorts> = async (ports, { params }) => {
  const job = await mustFindJob(ports.store, params.name);
  return { body: await viewOf(ports, job), version: job.version };
};

async function viewOf({ store, clock }: TablePorts, job: Job): Promise<JobView> {
  const { items } = await list(store, JobRuns, { ...runsOf(job.name), limit: SHOWN_RUNS });
  return jobView(job, items, clock.now().toISOString());
}

/** `POST /jobs`. */
export const scheduleJob: JobHandler<'scheduleJob'> = async (ports, call) => {
  const ask = { ...asked(call, 'scheduled by request'), dryRun: call.query.dryRun === 'true' };
  return changeReply(await schedule(ports, call.body, ask));
};

/** `POST /jobs/{name}/suspend`. */
export const suspendJob: JobHandler<'suspendJob'> = (ports, call) => change(ports, call, 'suspend');

/** `POST /jobs/{name}/resume`. */
export const resumeJob: JobHandler<'resumeJob'> = (ports, call) => change(ports, call, 'resume');

/** `POST /jobs/{name}/retire`. */
export const retireJob: JobHandler<'retireJob'> = (ports, call) => change(ports, call, 'retire');

type VerbCall = Omit<AskingCall, 'query'> & {
  readonly params: { readonly name: string };
  readonly body: { readonly reason: string };
};

async function change(ports: Ports, call: VerbCall, verb: JobVerb) {
  const ask = asked(call, call.body.reason);
  return changeReply(await changeJob(ports, call.params.name, { verb, ask }));
}

function asked(call: Omit<AskingCall, 'query'>, reason: string): JobAsk {
  const { correlationId, idempotencyKey } = call;
  return { requestedBy: actorOf(call.identity), reason, correlationId, idempotencyKey };
}

/** `GET /jobs/{name}/runs`. */
export const listRuns: JobHandler<'listRuns', TablePorts> = async ({ store }, { params, query }) => {
  const mustFind = () => mustFindJob(store, params.name);
  return { body: await ownedPage(store, { type: JobRuns, order: runsOf(params.name), mustFind }, query) };
};

/** `GET /jobs/{name}/runs/{id}`. */
export const getRun: JobHandler<'getRun', TablePorts> = async ({ store }, { params }) =>
  runReply(await mustFindRun(store, { job: params.name, id: params.id }));

/** `POST /jobs/{name}/runs`: a key and its caller are one run, whatever crashed in between. */
export const startRun: JobHandler<'startRun'> = async (ports, call) => {
  const { backfillTick, reason } = call.body;
  const { correlationId, idempotencyKey } = call;
  const wish = { job: call.params.name, backfillTick, reason, idempotencyKey, correlationId };
  const run = await start(ports, { ...wish, actor: actorOf(call.identity) });
  return { ...runReply(run), status: 202, location: `${API_PREFIX}/jobs/${run.job}/runs/${run.id}` };
};

/** `POST /jobs/{name}/runs/{id}/cancel`. */
export const cancelRun: JobHandler<'cancelRun'> = async (ports, call) => {
  const { correlationId, params, body } = call;
  const wish = { job: params.name, id: params.id, reason: body.reason, correlationId };
  return runReply(await cancel(ports, { ...wish, actor: actorOf(call.identity) }));
};

/** `POST /jobs/{name}/runs/{id}/metrics`. */
export const reportRunMetrics: JobHandler<'reportRunMetrics'> = async (ports, call) => {
  const { correlationId, params, body } = call;
  const wish = { job: params.name, id: params.id, metrics: body.metrics, correlationId };
  return runReply(await report(ports, { ...wish, actor: actorOf(call.identity) }));
};

function runReply(run: JobRun) {
  return { body: run, version: run.version };
}
