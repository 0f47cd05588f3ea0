import { followChange } from '../../client/follow-change.ts';
import type { Change } from '../../core/contract/change.ts';
import type { Deployment } from '../../core/contract/service.ts';
import { Progress } from './progress.ts';
import type { Session } from './session.ts';
import { changeTitle } from './text/words.ts';

/** How long a command waits, and for whom. */
export interface WaitFlags {
  readonly wait?: boolean;
  readonly waitApproval?: boolean;
  readonly timeout?: number;
}

/** How a followed Change stands; `paused`: its canary waits for people. */
export interface Followed {
  readonly change: Change;
  readonly paused: boolean;
}

/**
 * Follows a Change to its end, saying how far it is. Where people must act it stops, unless `--wait-approval`.
 * @throws ApiProblem when it cannot be read, an error named `TimeoutError` when the time is over.
 */
export async function followToEnd(session: Session, first: Change, flags: WaitFlags): Promise<Followed> {
  const progress = new Progress(session);
  let [last, paused] = [first, false];
  try {
    const change = await followChange(session.api, first, {
      timeoutSec: flags.timeout ?? 900,
      pause: session.io.wait,
      seen: async (seen) => {
        last = seen;
        const deployment = await deploymentOf(session, seen);
        paused = deployment !== undefined && (await waitsForVotes(session, deployment));
        progress.show(stateText(seen, deployment));
        const forPeople = seen.status === 'AWAITING_APPROVAL' || paused;
        return forPeople && !flags.waitApproval ? 'stop' : undefined;
      },
    });
    return { change, paused: paused && change.status === 'EXECUTING' };
  } catch (error) {
    const outOfTime = error instanceof Error && error.name === 'TimeoutError';
    if (!outOfTime || last.status !== 'AWAITING_APPROVAL') throw error;
    return { change: last, paused };
  } finally {
    progress.end();
  }
}

async function deploymentOf({ api }: Session, change: Change): Promise<Deployment | undefined> {
  if (change.target.kind !== 'service' || change.deploymentId === undefined) return undefined;
  const { deployment } = await api.getService({ params: { name: change.target.name } });
  return deployment?.id === change.deploymentId ? deployment : undefined;
}

/** Whether a canary stands still until people vote; once they did, it goes on by itself. */
async function waitsForVotes(
  { api }: Session,
  { status, promotionApprovalId: id }: Deployment,
): Promise<boolean> {
  if (status !== 'PAUSED' || id === undefined) return false;
  return (await api.getApproval({ params: { id } })).status === 'PENDING';
}

function stateText(change: Change, deployment: Deployment | undefined): string {
  const what = changeTitle(change);
  if (!deployment) return `${what}: ${change.status} - ${change.statusReason}`;
  const stage = deployment.stage === '' ? '' : ` (${deployment.stage})`;
  return `${what}: ${deployment.status}${stage} - ${deployment.statusReason}`;
}
