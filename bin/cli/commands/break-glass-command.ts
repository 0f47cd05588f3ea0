import { Command } from 'commander';
import { reportChange, withWaitFlags, withYes } from '../change-command.ts';
import { confirm } from '../confirm.ts';
import { findApproval, isId } from '../find-approval.ts';
import type { WaitFlags } from '../follow.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { planText } from '../text/plan-text.ts';

interface BreakGlassFlags extends WaitFlags {
  readonly yes?: boolean;
  readonly reason: string;
}

/** `hms approvals break-glass`: executes a waiting Change at once; a second person must sign within 24 h. */
export function breakGlassCommand(shell: Shell): Command {
  return withWaitFlags(withYes(new Command('break-glass')))
    .description('execute a waiting change at once; a second person must sign within 24 h')
    .argument('<change>', 'the change, or the service whose approval waits')
    .requiredOption('--reason <text>', 'why it cannot wait; it is recorded')
    .action(
      shell.does(async (session: Session, which: string, flags: BreakGlassFlags) => {
        const id = await changeIdOf(session, which);
        const change = await session.api.getChange({ params: { id } });
        session.talk(planText(change, session.paintTalk));
        session.talk('\nA second person must sign within 24 h; until then it stays red on everybody’s page.');
        await confirm(session, 'Break the glass?', flags.yes);
        const broken = await session.api.breakGlass({ params: { id }, body: { reason: flags.reason } });
        return reportChange(session, broken, flags);
      }),
    );
}

async function changeIdOf(session: Session, which: string): Promise<string> {
  return isId(which) ? which : (await findApproval(session, which)).changeId;
}
