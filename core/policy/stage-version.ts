import { auditDraft } from '../audit/audit-draft.ts';
import { requestChange } from '../changes/request-change.ts';
import { settleChange } from '../changes/settle-change.ts';
import type { Change } from '../contract/change.ts';
import type { EventName } from '../contract/events.ts';
import type { Actor } from '../contract/identity.ts';
import type { PolicyVersion } from '../contract/policy.ts';
import type { Ports } from '../ports.ts';
import { find, put } from '../store/record-type.ts';
import { Changes } from '../store/records/changes.ts';
import { PolicyVersions } from '../store/records/policies.ts';
import type { AuditDraft, Write } from '../store/store.ts';
import { ROLLING } from './policy-versions.ts';

/** A content about to become the next version of its policy. */
export interface Staging {
  readonly content: Pick<PolicyVersion, 'name' | 'sourceVersion' | 'content' | 'contentHash' | 'restores'>;
  readonly decision: PolicyVersion['decision'];
  /** Every version so far, newest first. */
  readonly all: readonly PolicyVersion[];
  readonly asked: {
    readonly actor: Actor;
    readonly reason: string;
    readonly correlationId: string;
    readonly idempotencyKey?: string | undefined;
  };
  /** What the version it takes the place of becomes, when that is not SUPERSEDED. */
  readonly stopped?: PolicyVersion | undefined;
}

/**
 * Stages the content as the newest version, with its Change, in one commit. A version that was still on its way gives
 * way: SUPERSEDED, or what `stopped` says. The version in force stays in force until this one is.
 */
export async function stageVersion(ports: Ports, staging: Staging): Promise<PolicyVersion> {
  const { content, all, asked } = staging;
  const number = (all[0]?.number ?? 0) + 1;
  const at = ports.clock.now().toISOString();
  const giveWay = await giveWayWrites(ports, staging, { number, at });
  const change = await requestChange(ports, {
    target: { kind: 'policy', name: content.name },
    intent: {
      kind: 'policy',
      number,
      contentHash: content.contentHash,
      traceId: staging.decision.trace_id,
    },
    requestedBy: asked.actor,
    reason: asked.reason,
    correlationId: asked.correlationId,
    idempotencyKey: asked.idempotencyKey,
    alongside: ({ id }) => [
      put(PolicyVersions, staged(staging, { number, at, changeId: id })),
      ...giveWay.writes,
    ],
    alsoAudited: ({ id }) =>
      [staged(staging, { number, at, changeId: id }), ...giveWay.versions].map((version) =>
        audited(ports, staging, version),
      ),
  });
  return staged(staging, { number, at, changeId: change.id });
}

function staged(
  { content, decision, all }: Staging,
  as: { readonly number: number; readonly at: string; readonly changeId: string },
): PolicyVersion {
  const active = all.find(({ status }) => status === 'ACTIVE');
  return {
    ...content,
    number: as.number,
    decision,
    status: 'STAGED',
    statusReason:
      content.restores === undefined ? 'Validated and staged.' : `Brings @${content.restores} back.`,
    step: 0,
    share: 0,
    ...(active && { previous: active.number }),
    tasks: [],
    changeId: as.changeId,
    receivedAt: as.at,
    updatedAt: as.at,
    version: 1,
  };
}

async function giveWayWrites(
  { store }: Pick<Ports, 'store'>,
  { all, stopped }: Staging,
  by: { readonly number: number; readonly at: string },
): Promise<{ readonly versions: readonly PolicyVersion[]; readonly writes: readonly Write[] }> {
  const onTheirWay = all.filter(({ status }) => ROLLING.includes(status));
  const reason = `Version ${by.number} took its place.`;
  const after = onTheirWay.map((version): PolicyVersion => {
    if (version.number === stopped?.number) return stopped;
    return {
      ...version,
      status: 'SUPERSEDED',
      statusReason: reason,
      updatedAt: by.at,
      version: version.version + 1,
    };
  });
  const changes = await Promise.all(after.map(({ changeId }) => changeId && find(store, Changes, changeId)));
  const writes = [
    ...after.map((version) => put(PolicyVersions, version)),
    ...changes.flatMap((change, nth) => (change ? endWrites(change, after[nth], by.at) : [])),
  ];
  return { versions: after, writes };
}

function endWrites(change: Change, version: PolicyVersion | undefined, at: string): readonly Write[] {
  if (change.status !== 'EXECUTING' || !version) return [];
  const status = version.status === 'SUPERSEDED' ? 'SUPERSEDED' : 'FAILED';
  return [put(Changes, settleChange(change, { status, reason: version.statusReason, at }))];
}

const ACTIONS: Partial<Record<PolicyVersion['status'], EventName>> = {
  STAGED: 'policy.staged',
  ROLLING_BACK: 'policy.stopped',
};

function audited(
  ports: Pick<Ports, 'ids' | 'clock'>,
  { asked }: Staging,
  { name, number, status, statusReason, changeId, sourceVersion, contentHash, decision }: PolicyVersion,
): AuditDraft {
  return auditDraft(ports, {
    stream: `policy/${name}`,
    actor: asked.actor,
    action: ACTIONS[status] ?? 'policy.superseded',
    target: name,
    outcome: status === 'ROLLING_BACK' ? 'failed' : 'done',
    changeId,
    correlationId: asked.correlationId,
    reason: statusReason,
    detail: { number, sourceVersion, contentHash, policy: decision.policy, traceId: decision.trace_id },
  });
}
