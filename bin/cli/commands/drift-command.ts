import { Command, Option } from 'commander';
import { DriftField } from '../../../core/contract/change.ts';
import { type ChangeFlags, extrasOf, runChange, withChangeFlags } from '../change-command.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { driftText } from '../text/service-text.ts';

type Field = (typeof DriftField.options)[number];

interface DriftFlags extends ChangeFlags {
  readonly revert?: Field;
  readonly adopt?: Field;
  readonly reason?: string;
}

/** `hms drift`: shows what somebody set behind the product's back; reverts or adopts it. */
export function driftCommand(shell: Shell): Command {
  return withChangeFlags(new Command('drift'))
    .description('show what was set by hand, and revert or adopt it')
    .argument('<service>', 'which service')
    .addOption(new Option('--revert <field>', 'set it back').choices(DriftField.options))
    .addOption(new Option('--adopt <field>', 'keep it from now on').choices(DriftField.options))
    .option('--reason <text>', 'why; it is recorded')
    .action(
      shell.does((session: Session, name: string, flags: DriftFlags) =>
        flags.revert === undefined && flags.adopt === undefined
          ? showDrift(session, name)
          : answerDrift(session, name, flags),
      ),
    );
}

async function showDrift(session: Session, name: string): Promise<ExitCode> {
  const { drift } = await session.api.getService({ params: { name } });
  session.data({ service: name, drift }, () =>
    drift.length === 0
      ? `${name} runs as it was asked to.`
      : drift.map((one) => driftText(one, session.io.timeZone)).join('\n'),
  );
  return EXIT.ok;
}

async function answerDrift(session: Session, name: string, flags: DriftFlags): Promise<ExitCode> {
  const { revert, adopt, reason } = flags;
  const field = revert ?? adopt;
  if (field === undefined || (revert && adopt)) throw new UsageError('Say --revert or --adopt, one of them.');
  const answer = revert ? 'revert' : 'adopt';
  const body = { field, answer, ...(reason !== undefined && { reason }) } as const;
  const call = { params: { name }, body, ...extrasOf(flags) };
  return runChange(session, (query) => session.api.answerDrift({ ...call, query }), flags);
}
