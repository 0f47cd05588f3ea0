import { ACTORS } from '../actors.ts';
import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import type { EventName } from '../contract/events.ts';
import type { PolicyVersion } from '../contract/policy.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, put } from '../store/record-type.ts';
import { PolicyVersions } from '../store/records/policies.ts';
import type { Write } from '../store/store.ts';
import { isolated } from '../tick-parts.ts';
import { activationWrites } from './activate-version.ts';
import { decideRollOut, type RollOutDecision, type RollOutSituation } from './decide-roll-out.ts';
import { loadPolicyTasks, situationOf } from './load-situation.ts';
import { liveVersions, ROLLING } from './policy-versions.ts';
import { takeBack } from './take-back.ts';

/** Which version is moved on, and on whose account. */
interface Advance {
  readonly name: string;
  readonly number: number;
  readonly correlationId: string;
}

/** More moves than one version can make at one instant: staged, stepped, baking, or in force. */
const MOST_MOVES = 6;

/**
 * Moves every version on its way as far as it may go now. One that fails is logged and the others still move; the next
 * tick tries it again. Part of the tick.
 */
export async function rollOutPolicies(ports: Ports, correlationId: string): Promise<void> {
  for (const { name, number, status } of await liveVersions(ports.store))
    if (ROLLING.includes(status))
      await isolated(ports, `tick.policies ${name}@${number}`, () =>
        advanceRollOut(ports, { name, number, correlationId }),
      );
}

/** Moves one version as far as it may go now. Idempotent; a version that is not on its way stays as it is. */
export async function advanceRollOut(ports: Ports, advance: Advance): Promise<void> {
  for (let moves = 0; moves < MOST_MOVES; moves += 1) {
    const moved = await retryOnConflict(() => move(ports, advance));
    if (!moved) return;
  }
}

/**
 * Begins the roll-out of a version that was just staged. Where the platform does not answer, or this worker may not ask
 * it, the version stays STAGED and the next tick begins: what was received is never refused for that.
 */
export async function beginRollOut(ports: Ports, advance: Advance): Promise<void> {
  try {
    await advanceRollOut(ports, advance);
  } catch (error) {
    if (!OpsError.is(error, 'platform.unavailable')) throw error;
    ports.log.info('policy.roll-out-waits', { policy: advance.name, number: advance.number });
  }
}

async function move(ports: Ports, { name, number, correlationId }: Advance): Promise<boolean> {
  const version = await find(ports.store, PolicyVersions, { name, number });
  if (!version || !ROLLING.includes(version.status)) return false;
  const now = ports.clock.now().toISOString();
  const situation = situationOf(version, await loadPolicyTasks(ports, version), now);
  const decision = decideRollOut(situation);
  if (decision.kind === 'wait') return false;
  if (decision.kind === 'stop') {
    const tasks = [...situation.tasks, ...situation.gone];
    const back = await takeBack(ports, {
      version: { ...version, tasks },
      reason: decision.because,
      correlationId,
    });
    if (back.number !== number) await advanceRollOut(ports, { name, number: back.number, correlationId });
    return false;
  }
  await record(ports, { situation, decision, correlationId });
  return true;
}

const ACTIONS = {
  step: 'policy.stepped',
  bake: 'policy.baked',
  pause: 'policy.paused',
  continue: 'policy.continued',
  activate: 'policy.activated',
} as const satisfies Record<string, EventName>;

type Move = Exclude<RollOutDecision, { kind: 'wait' | 'stop' }>;

/** Only a step restarts the time within which tasks must be heard of: it is what they are to answer. */
function moved(version: PolicyVersion, decision: Move, now: string): PolicyVersion {
  const next = { ...version, statusReason: decision.because, version: version.version + 1 };
  const { bakeUntil: _over, ...unbaked } = next;
  switch (decision.kind) {
    case 'step':
      return {
        ...unbaked,
        status: 'ROLLING_OUT',
        step: decision.step,
        share: decision.share,
        updatedAt: now,
      };
    case 'bake':
      return { ...next, bakeUntil: decision.until };
    case 'pause':
      return { ...next, status: 'PAUSED' };
    case 'continue':
      return { ...next, status: 'ROLLING_OUT' };
    case 'activate':
      return { ...unbaked, status: 'ACTIVE', step: 2, share: 1, updatedAt: now };
  }
}

async function record(
  ports: Ports,
  of: { readonly situation: RollOutSituation; readonly decision: Move; readonly correlationId: string },
): Promise<void> {
  const { situation, decision, correlationId } = of;
  const after = moved(situation.version, decision, situation.now);
  const others: readonly Write[] = decision.kind === 'activate' ? await activationWrites(ports, after) : [];
  const { name, number, changeId } = after;
  const said = { actor: ACTORS.policyRollOut, correlationId, changeId };
  await ports.store.commit({
    writes: [put(PolicyVersions, after), ...others],
    audit: [
      auditDraft(ports, {
        ...said,
        stream: `policy/${name}`,
        action: ACTIONS[decision.kind],
        target: name,
        reason: decision.because,
        detail: { number, step: after.step, status: after.status },
      }),
    ],
    events: [opsEvent(ports, { ...said, name: ACTIONS[decision.kind] })],
  });
}
