import { type Command, InvalidArgumentError } from 'commander';
import type { Change } from '../../core/contract/change.ts';
import { confirm } from './confirm.ts';
import { CliFailure, changeExitCode, EXIT, type ExitCode } from './exit-code.ts';
import { followToEnd, type WaitFlags } from './follow.ts';
import type { Session } from './session.ts';
import { changeText } from './text/change-text.ts';
import { planText } from './text/plan-text.ts';

/** The flags of every command that asks for a Change. */
export interface ChangeFlags extends WaitFlags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly ifMatch?: number;
}

/** Asks the API for a Change: for its plan alone where `dryRun` is `true`. */
export type AskChange = (query: { readonly dryRun: 'true' | 'false' }) => Promise<Change>;

/** Gives a command the flags that every Change takes. */
export function withChangeFlags(command: Command): Command {
  return withWaitFlags(
    withYes(command)
      .option('--dry-run', 'show the plan and change nothing')
      .option('--if-match <version>', 'only if the service still has this version', wholeNumber),
  );
}

/** What a call carries besides its parts: the version it must meet, where one was named. */
export function extrasOf({ ifMatch }: Pick<ChangeFlags, 'ifMatch'>): { readonly ifMatch?: number } {
  return ifMatch === undefined ? {} : { ifMatch };
}

/** Gives a command `--yes`. */
export function withYes(command: Command): Command {
  return command.option('-y, --yes', 'do not ask');
}

/** Gives a command the flags of waiting. */
export function withWaitFlags(command: Command): Command {
  return command
    .option('-w, --wait', 'wait until it ends, or until people must act')
    .option('--wait-approval', 'wait for people, too')
    .option('--timeout <seconds>', 'how long to wait (default 900)', wholeNumber);
}

/** Reads a whole number from 0. */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

/**
 * Shows the plan, asks, asks for the Change, waits where told to, and shows how it stands.
 * @throws CliFailure when the plan cannot go ahead, or became another while it was read.
 */
export async function runChange(session: Session, ask: AskChange, flags: ChangeFlags): Promise<ExitCode> {
  const planned = await ask({ dryRun: 'true' });
  const refusal = refusalOf(planned);
  if (flags.dryRun) {
    session.data(planned, () => planText(planned, session.paint));
    return refusal === undefined ? EXIT.ok : EXIT.failure;
  }
  session.talk(planText(planned, session.paintTalk));
  if (refusal !== undefined) throw new CliFailure(refusal);
  if (!planned.plan.noChange) {
    const asked = await confirm(session, '\nGo ahead?', flags.yes);
    if (asked) await mustBeSamePlan(planned, ask);
  }
  return reportChange(session, await ask({ dryRun: 'false' }), flags);
}

/** Follows a Change where told to, shows how it stands, and answers the exit code of that. */
export async function reportChange(session: Session, asked: Change, flags: WaitFlags): Promise<ExitCode> {
  const waits = flags.wait || flags.waitApproval;
  const { change, paused } = waits
    ? await followToEnd(session, asked, flags)
    : { change: asked, paused: false };
  session.data(change, () => changeText(change, session));
  if (paused) session.talk(`Its canary waits for people: hms approvals show ${change.target.name}`);
  return paused ? EXIT.waiting : changeExitCode(change);
}

function refusalOf({ plan }: Change): string | undefined {
  if (plan.policy.status === 'rejected')
    return `Policy ${plan.policy.policy} forbids it: ${plan.policy.clause ?? 'no clause is named'}. Nothing was done.`;
  const failed = plan.preflight.filter(({ outcome }) => outcome === 'fail');
  return failed.length === 0
    ? undefined
    : `Nothing was done: ${failed.map(({ check, detail }) => `${check}: ${detail}`).join(' ')}`;
}

/** A person read the plan for a while; what happens now must be what was read. */
async function mustBeSamePlan(seen: Change, ask: AskChange): Promise<void> {
  const { plan } = await ask({ dryRun: 'true' });
  const sameDiff = JSON.stringify(plan.diff) === JSON.stringify(seen.plan.diff);
  if (plan.digest === seen.plan.digest && sameDiff) return;
  throw new CliFailure(
    'The plan became another while you read it; nothing was done. Run the same command to see it.',
    EXIT.conflict,
  );
}
