import { Command, InvalidArgumentError } from 'commander';
import type { ServiceView } from '../../../core/contract/service.ts';
import { formatUsd } from '../../../core/format.ts';
import { wholeNumber, withYes } from '../change-command.ts';
import { confirm } from '../confirm.ts';
import { CliFailure, UsageError } from '../exit-code.ts';
import { Progress } from '../progress.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { facts } from '../text/table.ts';
import { instantText, moneyDelta } from '../text/words.ts';

interface ScaleFlags {
  readonly yes?: boolean;
  readonly reason?: string;
  readonly wait?: boolean;
  readonly timeout?: number;
}

/** `hms scale`: the task count inside the approved bounds. A decision, not a Change: nobody has to approve it. */
export function scaleCommand(shell: Shell): Command {
  return withYes(new Command('scale'))
    .description('set the task count inside the approved bounds')
    .argument('<service>', 'whose tasks')
    .argument('<tasks>', 'how many shall run', tasks)
    .option('--reason <text>', 'why; it is recorded')
    .option('-w, --wait', 'wait until so many run')
    .option('--timeout <seconds>', 'how long to wait (default 900)', wholeNumber)
    .action(shell.does(scale));
}

function tasks(text: string): number {
  const count = wholeNumber(text);
  if (count >= 1) return count;
  throw new InvalidArgumentError('At least one task runs; hms retire ends a service.');
}

async function scale(session: Session, name: string, count: number, flags: ScaleFlags): Promise<void> {
  const service = await session.api.getService({ params: { name } });
  mustFit(service, count);
  session.talk(scalePlan(service, count));
  if (count !== service.desiredCount) await confirm(session, '\nGo ahead?', flags.yes);
  const body = { desiredCount: count, ...(flags.reason !== undefined && { reason: flags.reason }) };
  const decision = await session.api.scaleService({ params: { name }, body });
  if (flags.wait) await waitForTasks(session, { name, count, timeoutSec: flags.timeout ?? 900 });
  session.data(decision, () =>
    facts(
      [
        ['Decision', decision.id],
        ['Outcome', `${decision.outcome}  ${decision.from} -> ${decision.to}`],
        ['Because', decision.because],
        ['At', instantText(decision.at, session.io.timeZone)],
      ],
      session.paint,
    ),
  );
}

function mustFit({ name, bounds: { min, max } }: ServiceView, count: number): void {
  if (count >= min && count <= max) return;
  const [low, high] = [Math.min(min, count), Math.max(max, count)];
  throw new UsageError(
    `${count} is outside the approved ${min}..${max} of ${name}. Ask for other bounds: hms bounds ${name} ${low} ${high}`,
  );
}

function scalePlan({ name, desiredCount, bounds, cost, program }: ServiceView, count: number): string {
  const each = cost.ceilingMicroUsd / bounds.max;
  const [before, after] = [each * desiredCount, each * count];
  return [
    `Scale service ${name} (program ${program})`,
    `  tasks: ${desiredCount} -> ${count}, inside the approved ${bounds.min}..${bounds.max}`,
    `  a month, compute only: ${formatUsd(before)} -> ${formatUsd(after)} (${moneyDelta(after - before)}), ceiling unchanged at ${formatUsd(cost.ceilingMicroUsd)}`,
    '  Nobody needs to approve it. The scaler goes on from there.',
  ].join('\n');
}

interface Target {
  readonly name: string;
  readonly count: number;
  readonly timeoutSec: number;
}

/** @throws CliFailure when the time is over. */
async function waitForTasks(session: Session, { name, count, timeoutSec }: Target): Promise<void> {
  const progress = new Progress(session);
  for (let sec = 0; sec < timeoutSec; sec += 1) {
    const { observed, desiredCount } = await session.api.getService({ params: { name } });
    progress.show(`scale ${name}: ${observed?.running ?? '?'} of ${desiredCount} tasks run`);
    if (observed?.running === count || desiredCount !== count) return progress.end();
    await session.io.wait(1_000);
  }
  progress.end();
  throw new CliFailure(
    `After ${timeoutSec} s not all ${count} tasks of ${name} run. See: hms status ${name}`,
  );
}
