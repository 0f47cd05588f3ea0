import { Command } from 'commander';
import type { AuditEntry, AuditVerification } from '../../../core/contract/audit.ts';
import { EXIT } from '../exit-code.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { present } from '../spec-input.ts';
import type { Column } from '../text/table.ts';
import { clipped, instantText } from '../text/words.ts';

interface AuditFlags extends ListFlags {
  readonly stream?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly change?: string;
}

/** `hms audit`: who did what, and whether the record holds. */
export function auditCommand(shell: Shell): Command {
  return new Command('audit')
    .description('who did what, and whether the record holds')
    .addCommand(listCommand(shell))
    .addCommand(exportCommand(shell))
    .addCommand(verifyCommand(shell));
}

function listCommand(shell: Shell): Command {
  return withPaging(new Command('list'))
    .description('audit entries, newest first')
    .option('--stream <name>', 'such as service/job-ingest, budget/default or access')
    .option('--actor <sub>', 'only what one actor did')
    .option('--action <name>', 'such as change.denied')
    .option('--change <id>', 'only what one change caused')
    .action(
      shell.does((session: Session, flags: AuditFlags) => {
        const { stream, actor, action, change: changeId } = flags;
        const filter = present({ stream, actor, action, changeId });
        return showList(session, flags, {
          page: (query) => session.api.listAudit({ query: { ...filter, ...query } }),
          columns: columns(session.io.timeZone),
          empty: 'No entry is like that.',
        });
      }),
    );
}

function columns(timeZone: string): readonly Column<AuditEntry>[] {
  return [
    { title: 'At', of: ({ at }) => instantText(at, timeZone) },
    { title: 'Actor', of: ({ actor }) => actor.sub },
    { title: 'Action', of: ({ action }) => action },
    { title: 'Outcome', of: ({ outcome }) => outcome, state: true },
    { title: 'Target', of: ({ target }) => target },
    { title: 'Stream', of: ({ stream, seq }) => `${stream}#${seq}` },
    { title: 'Reason', of: ({ reason }) => clipped(reason, 60) },
  ];
}

function exportCommand(shell: Shell): Command {
  return new Command('export')
    .description('every audit entry, one JSON object a line, oldest first in each stream')
    .action(
      shell.does(async (session: Session) => {
        session.raw(await session.api.exportAudit());
      }),
    );
}

function verifyCommand(shell: Shell): Command {
  return new Command('verify')
    .description('recompute every chain; ends with 1 where an entry does not hold')
    .action(
      shell.does(async (session: Session) => {
        const found = await session.api.verifyAudit();
        session.data(found, () => verificationText(found, session));
        return found.ok ? EXIT.ok : EXIT.failure;
      }),
    );
}

function verificationText(found: AuditVerification, { paint, io: { timeZone } }: Session): string {
  const { entries, streams, anchoredAt, firstBroken } = found;
  const anchor = anchoredAt ? `, anchored ${instantText(anchoredAt, timeZone)}` : '';
  if (!firstBroken) {
    const word = found.ok ? paint('green', 'holds') : paint('red', 'does not hold');
    return `The audit trail ${word}: ${entries} entries in ${streams} streams${anchor}.`;
  }
  const { stream, seq, id, problem } = firstBroken;
  return `${paint('red', 'Broken')} at ${stream}#${seq} (${id}): ${problem}`;
}
