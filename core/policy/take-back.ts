import { ACTORS } from '../actors.ts';
import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import { settleChange } from '../changes/settle-change.ts';
import type { Actor } from '../contract/identity.ts';
import type { PolicyVersion } from '../contract/policy.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, findMany, put } from '../store/record-type.ts';
import { Changes } from '../store/records/changes.ts';
import { PolicyVersions } from '../store/records/policies.ts';
import { addDays } from '../units.ts';
import { allVersions, mustFindVersion, mustFindVersions, ROLLING } from './policy-versions.ts';
import { stageVersion } from './stage-version.ts';

/** Who wants old content back, and why. */
interface RollBack {
  readonly actor: Actor;
  readonly reason: string;
  readonly correlationId: string;
  readonly idempotencyKey?: string | undefined;
}

/** How many of a stopped version's tasks stay written in it, those that failed first. */
const MOST_KEPT = 100;

/**
 * Takes a version on its way back: it is ROLLING_BACK, its Change FAILED, and a new version with the content that is
 * in force goes out to all, in one commit. Where none was in force it is ROLLED_BACK, and tasks keep what they have.
 */
export async function takeBack(
  ports: Ports,
  { version, reason, correlationId }: { version: PolicyVersion; reason: string; correlationId: string },
): Promise<PolicyVersion> {
  const all = await allVersions(ports.store, version.name);
  const active = all.find(({ status }) => status === 'ACTIVE');
  const stopped = { ...version, ...stoppedFields(ports, version, reason) };
  if (!active) return endWithout(ports, { ...stopped, status: 'ROLLED_BACK' }, correlationId);
  return bringBack(ports, {
    content: active,
    all,
    stopped: { ...stopped, status: 'ROLLING_BACK' },
    asked: { actor: ACTORS.policyRollOut, reason, correlationId },
  });
}

/**
 * Brings the content before the newest back as a new version: of one on its way it is the content in force, else the
 * content before that. Idempotent on the key: what the same person brought back under it is answered again.
 * @throws OpsError `policy.not_found`, `policy.illegal_state` when there is nothing before.
 */
export function rollBackPolicy(
  ports: Ports,
  asked: RollBack & { readonly name: string },
): Promise<PolicyVersion> {
  return retryOnConflict(async () => {
    const all = await mustFindVersions(ports.store, asked.name);
    const before = await broughtBackBefore(ports, all, asked);
    if (before) return before;
    const rolling = all.find(({ status }) => ROLLING.includes(status));
    const active = all.find(({ status }) => status === 'ACTIVE');
    if (rolling && active) {
      const stopped = {
        ...rolling,
        ...stoppedFields(ports, rolling, asked.reason),
        status: 'ROLLING_BACK' as const,
      };
      return bringBack(ports, { content: active, all, stopped, asked });
    }
    if (!active?.previous || rolling) throw nothingBefore(asked.name);
    const content = await mustFindVersion(ports.store, asked.name, active.previous);
    return bringBack(ports, { content, all, asked });
  });
}

/** Keys are remembered as long as answers under them are; see the idempotency records. */
const KEY_DAYS = 1;
/** The most Changes that are looked through for a key: one read. */
const MOST_LOOKED_THROUGH = 100;

/** What the same person brought back under the same key: the first call's effect, where its answer was lost. */
async function broughtBackBefore(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  all: readonly PolicyVersion[],
  { actor, idempotencyKey }: RollBack,
): Promise<PolicyVersion | undefined> {
  if (idempotencyKey === undefined) return undefined;
  const now = clock.now().toISOString();
  const recent = all.filter((v) => v.restores !== undefined && addDays(v.receivedAt, KEY_DAYS) > now);
  const ids = recent.flatMap(({ changeId }) => changeId ?? []).slice(0, MOST_LOOKED_THROUGH);
  const changes = await findMany(store, Changes, ids);
  const same = changes.find((c) => c.idempotencyKey === idempotencyKey && c.requestedBy.sub === actor.sub);
  return same && recent.find(({ changeId }) => changeId === same.id);
}

function bringBack(
  ports: Ports,
  of: {
    readonly content: PolicyVersion;
    readonly all: readonly PolicyVersion[];
    readonly stopped?: PolicyVersion;
    readonly asked: RollBack;
  },
): Promise<PolicyVersion> {
  const { name, number, sourceVersion, content, contentHash, restores, decision } = of.content;
  return stageVersion(ports, {
    content: { name, sourceVersion, content, contentHash, restores: restores ?? number },
    decision,
    all: of.all,
    asked: of.asked,
    stopped: of.stopped,
  });
}

function stoppedFields({ clock }: Pick<Ports, 'clock'>, version: PolicyVersion, reason: string) {
  const failedFirst = [...version.tasks].sort((a, b) => rank(a.status) - rank(b.status));
  return {
    tasks: failedFirst.slice(0, MOST_KEPT),
    statusReason: reason,
    updatedAt: clock.now().toISOString(),
    version: version.version + 1,
  };
}

function rank(status: string): number {
  return status === 'FAILED' ? 0 : 1;
}

function told(ports: Ports, { name, number, changeId, statusReason }: PolicyVersion, correlationId: string) {
  const said = { actor: ACTORS.policyRollOut, correlationId, changeId };
  const facts = { stream: `policy/${name}`, action: 'policy.stopped' as const, target: name };
  return {
    audit: [
      auditDraft(ports, { ...said, ...facts, outcome: 'failed', reason: statusReason, detail: { number } }),
    ],
    events: [opsEvent(ports, { ...said, name: 'policy.stopped' })],
  };
}

async function endWithout(ports: Ports, ended: PolicyVersion, correlationId: string): Promise<PolicyVersion> {
  const change = ended.changeId === undefined ? undefined : await find(ports.store, Changes, ended.changeId);
  const at = ended.updatedAt;
  const failed = change?.status === 'EXECUTING' && {
    ...settleChange(change, { status: 'FAILED', reason: ended.statusReason, at }),
  };
  await ports.store.commit({
    writes: [put(PolicyVersions, ended), ...(failed ? [put(Changes, failed)] : [])],
    ...told(ports, ended, correlationId),
  });
  return ended;
}

function nothingBefore(name: string): OpsError {
  return new OpsError('policy.illegal_state', `${name} has no version to go back to.`, {
    remedy: 'Send the content that is wanted as a new version.',
    params: { policy: name },
  });
}
