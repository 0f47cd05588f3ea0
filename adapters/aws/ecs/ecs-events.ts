import * as z from 'zod';
import { jobNamed } from './tags.ts';

/** What an event of ECS asks to be looked at. */
export type EcsHint =
  | { readonly kind: 'service'; readonly service: string; readonly stopped: boolean }
  | { readonly kind: 'job'; readonly job: string };

/**
 * Events of ECS as far as they are read. Source: Amazon ECS Developer Guide, "Amazon ECS task state change events",
 * "Amazon ECS service deployment state change events", "Amazon ECS service action events", "Amazon ECS service deployment
 * hook state change events".
 */
const EcsEvent = z.object({
  source: z.literal('aws.ecs'),
  'detail-type': z.string(),
  resources: z.array(z.string()).default([]),
  detail: z.looseObject({
    group: z.string().optional(),
    lastStatus: z.string().optional(),
    stopCode: z.string().optional(),
    stoppedReason: z.string().optional(),
    serviceArn: z.string().optional(),
  }),
});

/** Stops that somebody ordered: the scheduler of ECS, a person, a deployment. They are no restarts. */
const ORDERED = ['ServiceSchedulerInitiated', 'UserInitiated'];

/**
 * The scheduler also stops what is not healthy, and that is a restart. Source: Amazon ECS developer guide, "Stopped tasks
 * error messages": "Task failed container health checks", "... is unhealthy in target-group".
 */
const UNHEALTHY = /health checks|unhealthy/i;

/** What an event of EventBridge asks to be looked at; undefined for one that is not ECS's, or names nothing of ours. Pure. */
export function ecsHintOf(event: unknown, environment: string): EcsHint | undefined {
  const parsed = EcsEvent.safeParse(event);
  if (!parsed.success) return undefined;
  const { detail, resources } = parsed.data;
  const [kind, name] = split(detail.group ?? '');
  if (kind === 'service') return { kind, service: name, stopped: isRestart(parsed.data) };
  if (kind === 'family') return jobHint(name, environment);
  const service = serviceIn([detail.serviceArn ?? '', ...resources]);
  return service === undefined ? undefined : { kind: 'service', service, stopped: false };
}

/** A task stopped, and nobody ordered it. */
function isRestart({ 'detail-type': type, detail }: z.infer<typeof EcsEvent>): boolean {
  const { lastStatus, stopCode = '', stoppedReason = '' } = detail;
  const hasStopped = type === 'ECS Task State Change' && lastStatus === 'STOPPED';
  return hasStopped && (!ORDERED.includes(stopCode) || UNHEALTHY.test(stoppedReason));
}

function jobHint(family: string, environment: string): EcsHint | undefined {
  const prefix = `hms-${environment}-`;
  const job = family.startsWith(prefix) ? jobNamed(family.slice(prefix.length)) : undefined;
  return job === undefined ? undefined : { kind: 'job', job };
}

/** `service/<cluster>/<name>`, and what hangs below it. Source: Amazon ECS developer guide, ARNs. */
function serviceIn(arns: readonly string[]): string | undefined {
  return arns.map((arn) => /:service(?:-deployment)?\/[^/]+\/([^/]+)/.exec(arn)?.[1]).find(Boolean);
}

function split(group: string): readonly [string, string] {
  const at = group.indexOf(':');
  return at < 0 ? ['', ''] : [group.slice(0, at), group.slice(at + 1)];
}
