import type { Change, ChangeKind } from '../../../core/contract/change.ts';
import { formatUsd } from '../../../core/format.ts';

/** An instant on the local clock and in UTC: `2026-03-02 09:00 CET (08:00 UTC)`; once where both are the same. */
export function instantText(instant: string, timeZone: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const utc = date.toISOString();
  const [utcDay, utcTime] = [utc.slice(0, 10), utc.slice(11, 16)];
  const local = wallClock(date, timeZone);
  if (['UTC', 'GMT'].includes(local.zone)) return `${utcDay} ${utcTime} UTC`;
  const other = local.day === utcDay ? utcTime : `${utcDay} ${utcTime}`;
  return `${local.day} ${local.time} ${local.zone} (${other} UTC)`;
}

function wallClock(date: Date, timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const parts = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
  return {
    day: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}`,
    zone: parts['timeZoneName'] ?? 'UTC',
  };
}

const DOES: Readonly<Record<ChangeKind, string>> = {
  deploy: 'deploy service',
  update: 'update service',
  rollback: 'roll back service',
  bounds: 'set the bounds of service',
  retire: 'retire service',
  restore: 'restore service',
  drift: 'answer the drift of service',
  budget: 'set the budget of',
  job: 'set the job',
  policy: 'bring in policy',
  optimize: 'tune service',
};

/** What a Change does: `set the bounds of service job-ingest`. */
export function changeTitle({ kind, target }: Pick<Change, 'kind' | 'target'>): string {
  return `${DOES[kind]} ${target.name}`;
}

/** A difference of money with its sign: `+$127.59`, `-$6.49`, `no change`. */
export function moneyDelta(microUsd: number): string {
  if (microUsd === 0) return 'no change';
  return microUsd > 0 ? `+${formatUsd(microUsd)}` : formatUsd(microUsd);
}

/** CPU units and MiB as `0.5 vCPU, 1 GB`. 1024 units are one vCPU. */
export function sizeText({ cpuUnits, memoryMiB }: { cpuUnits: number; memoryMiB: number }): string {
  return `${cpuUnits / 1024} vCPU, ${memoryMiB / 1024} GB`;
}

/** `1 of finance and 2 of program`. */
export function quorumText(quorum: readonly { readonly group: string; readonly min: number }[]): string {
  return quorum.map(({ group, min }) => `${min} of ${group}`).join(' and ');
}

/** Part of a longer text, whole where it fits. */
export function clipped(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`;
}
