import type { Job, JobSpec } from '../contract/job.ts';
import type { Budget, PriceTable } from '../contract/money.ts';
import type { Deployment, Revision, Service } from '../contract/service.ts';
import type { ServiceSpec } from '../contract/service-spec.ts';
import type { Ports, SecretState } from '../ports.ts';
import { each, find, findMany } from '../store/record-type.ts';
import { Budgets } from '../store/records/budgets.ts';
import { Deployments } from '../store/records/deployments.ts';
import { Jobs, liveJobs } from '../store/records/jobs.ts';
import { Revisions } from '../store/records/revisions.ts';
import { liveServices, Services } from '../store/records/services.ts';
import type { ChangeRequest } from './request.ts';

/** A secret a spec names, and whether tasks could read it. */
export interface SecretFact {
  readonly arn: string;
  readonly state: SecretState;
}

/** Everything a plan is made of, read at one time. What is absent is not there; nothing is guessed. */
export interface Facts {
  readonly request: ChangeRequest;
  readonly at: string;
  readonly program: string;
  readonly prices: PriceTable;
  readonly service: Service | undefined;
  readonly budget: Budget | undefined;
  /** The job of this name, where the Change is about one. */
  readonly job: Job | undefined;
  /** The service that the job works on. */
  readonly jobTarget: Service | undefined;
  /** The revision a rollback asks for. */
  readonly target: Revision | undefined;
  /** The deployment in flight, and the one that waits behind it. */
  readonly inFlight: Deployment | undefined;
  readonly queued: Deployment | undefined;
  /** Live services that depend on this one, and jobs that work on it; read only for a retirement. */
  readonly dependants: readonly string[];
  /** The services this one depends on that exist. */
  readonly dependencies: readonly Service[];
  readonly image: 'resolved' | 'missing' | 'unknown' | 'not asked';
  /** The image of the request by digest, where the registry told. */
  readonly resolvedImage: string | undefined;
  readonly secrets: readonly SecretFact[];
  /** Alarms of this service that are in ALARM now. */
  readonly alarming: readonly string[];
}

type FactPorts = Pick<Ports, 'store' | 'clock' | 'prices' | 'images' | 'secrets'>;

/** Reads what a plan needs to know. Reads only. */
export async function loadFacts(ports: FactPorts, request: ChangeRequest): Promise<Facts> {
  const service =
    request.target.kind === 'service' ? await find(ports.store, Services, request.target.name) : undefined;
  const spec = wantedSpec(request);
  const program = programOf(request, service, spec);
  const job = request.target.kind === 'job' ? await find(ports.store, Jobs, request.target.name) : undefined;
  const jobSpec = wantedJob(request);
  const jobTarget = jobSpec?.targetService;
  const [budget, target, deployments, dependants, dependencies, image, secrets] = await Promise.all([
    find(ports.store, Budgets, program),
    loadTarget(ports, request, service),
    loadDeployments(ports, service),
    request.intent.kind === 'retire' ? dependantsOf(ports, request.target.name) : [],
    loadDependencies(ports, spec),
    resolveImage(ports, (spec ?? jobSpec)?.image),
    checkSecrets(ports, spec ?? jobSpec),
  ]);
  return {
    request,
    at: ports.clock.now().toISOString(),
    program,
    prices: ports.prices.current(),
    service,
    budget,
    job,
    jobTarget: jobTarget === undefined ? undefined : await find(ports.store, Services, jobTarget),
    target,
    ...deployments,
    dependants,
    dependencies,
    image: image?.kind ?? 'not asked',
    resolvedImage: image?.kind === 'resolved' ? image.image : undefined,
    secrets,
    alarming: alarmingOf(service),
  };
}

function wantedSpec({ intent }: ChangeRequest): ServiceSpec | undefined {
  return intent.kind === 'deploy' || intent.kind === 'update' ? intent.spec : undefined;
}

function wantedJob({ intent }: ChangeRequest): JobSpec | undefined {
  return intent.kind === 'job' && !intent.retire ? intent.spec : undefined;
}

async function resolveImage({ images }: FactPorts, image: string | undefined) {
  return image === undefined ? undefined : images.resolve(image);
}

function programOf(
  request: ChangeRequest,
  service: Service | undefined,
  spec: ServiceSpec | undefined,
): string {
  if (request.target.kind === 'budget') return request.target.name;
  if (request.intent.kind === 'job') return request.intent.spec.program;
  return spec?.program ?? service?.program ?? 'default';
}

/** The revision to roll back to: the one named, or the newest success before the present one. */
async function loadTarget(
  { store }: FactPorts,
  { intent }: ChangeRequest,
  service: Service | undefined,
): Promise<Revision | undefined> {
  if (intent.kind !== 'rollback' || !service) return undefined;
  return find(store, Revisions, { service: service.name, number: intent.toRevision });
}

async function loadDeployments({ store }: FactPorts, service: Service | undefined) {
  const load = async (id: string | undefined) =>
    service && id ? find(store, Deployments, { service: service.name, id }) : undefined;
  return {
    inFlight: await load(service?.deploymentId),
    queued: await load(service?.queuedDeploymentId),
  };
}

async function dependantsOf({ store }: FactPorts, name: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const other of each(store, Services, liveServices)) {
    if (other.status !== 'RETIRING' && other.spec.dependsOn.includes(name)) names.push(other.name);
  }
  for await (const job of each(store, Jobs, liveJobs)) {
    if (job.spec.targetService === name) names.push(`job ${job.name}`);
  }
  return names;
}

async function loadDependencies({ store }: FactPorts, spec: ServiceSpec | undefined) {
  return spec && spec.dependsOn.length > 0 ? findMany(store, Services, spec.dependsOn) : [];
}

async function checkSecrets({ secrets }: FactPorts, spec: Pick<ServiceSpec, 'secrets'> | undefined) {
  const arns = [...new Set(Object.values(spec?.secrets ?? {}))];
  return Promise.all(arns.map(async (arn) => ({ arn, state: await secrets.check(arn) })));
}

function alarmingOf(service: Service | undefined): readonly string[] {
  return Object.entries(service?.alarms ?? {})
    .filter(([, state]) => state === 'ALARM')
    .map(([kind]) => kind);
}
