import * as z from 'zod';
import { CloudMutation } from '../../../core/contract/dev.ts';
import { Alarm } from '../../../core/contract/monitoring.ts';
import { Instant } from '../../../core/contract/primitives.ts';
import { OpsError } from '../../../core/errors.ts';
import type { EventBus } from './event-bus.ts';
import type { ServiceState } from './fleet-state.ts';
import type { RunTaskState } from './task-runner.ts';
import type { Usage } from './usage-meter.ts';

const Series = z.object({ begin: z.int(), rows: z.base64() });

/** Version 1 of the saved state. Services and meters are plain data of this program and stand as they are. */
const CloudSnapshotSchema = z.object({
  version: z.literal(1),
  now: Instant,
  minuteMs: z.int(),
  services: z.array(
    z.object({
      state: z.custom<ServiceState>(isNamed),
      usage: z.custom<Usage>((value) => typeof value === 'object' && value !== null && 'sinceMs' in value),
    }),
  ),
  loads: z.array(
    z.tuple([z.string(), z.object({ factor: z.number(), untilMs: z.number() }).readonly()]).readonly(),
  ),
  alarms: z.array(Alarm),
  mutations: z.array(CloudMutation),
  /** Tasks of jobs; absent in states that were saved before there were any. */
  tasks: z
    .array(
      z.custom<RunTaskState>((value) => typeof value === 'object' && value !== null && 'taskId' in value),
    )
    .default([]),
  events: z.custom<ReturnType<EventBus['save']>>(
    (value) => typeof value === 'object' && value !== null && 'waiting' in value,
  ),
  metrics: z.array(z.object({ service: z.string(), minutes: Series, coarse: Series })),
});

/** Everything the simulated cloud knows, as JSON. */
export type CloudSnapshot = z.infer<typeof CloudSnapshotSchema>;

/** Reads saved state. @throws OpsError `dev.not_here` when it is not of this version of the program. */
export function parseSnapshot(json: unknown): CloudSnapshot {
  const parsed = CloudSnapshotSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new OpsError('dev.not_here', 'The saved state of the simulated cloud cannot be read.', {
    remedy: 'Start with a new data directory.',
    cause: parsed.error,
  });
}

function isNamed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'name' in value && 'tasks' in value;
}
