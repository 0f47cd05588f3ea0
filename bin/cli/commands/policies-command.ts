import { Command } from 'commander';
import type { PolicyPreview, PolicyVersion, PolicyView } from '../../../core/contract/policy.ts';
import { wholeNumber, withYes } from '../change-command.ts';
import { confirm } from '../confirm.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { readFile } from '../spec-input.ts';
import { policyText, versionText } from '../text/policy-text.ts';
import { type Column, table } from '../text/table.ts';
import { clipped, instantText } from '../text/words.ts';

/** `hms policies`: the rules of the Governance Layer, and how far they have come. */
export function policiesCommand(shell: Shell): Command {
  return new Command('policies')
    .description('the rules in force, and how far they have come')
    .addCommand(listCommand(shell))
    .addCommand(showCommand(shell))
    .addCommand(versionsCommand(shell))
    .addCommand(rollbackCommand(shell))
    .addCommand(previewCommand(shell));
}

function listCommand(shell: Shell): Command {
  return withPaging(new Command('list'))
    .description('policies by name with their convergence')
    .action(
      shell.does((session: Session, flags: ListFlags) =>
        showList(session, flags, {
          page: (query) => session.api.listPolicies({ query }),
          columns: COLUMNS,
          empty: 'There are no policies yet: the Governance Layer sends them.',
        }),
      ),
    );
}

const COLUMNS: readonly Column<PolicyView>[] = [
  { title: 'Policy', of: ({ name }) => name },
  { title: 'Active', of: ({ active }) => (active === undefined ? '-' : `@${active}`), right: true },
  { title: 'Newest', of: ({ newest }) => `@${newest.number}`, right: true },
  { title: 'Status', of: ({ newest }) => newest.status, state: true },
  { title: 'Converged', of: ({ convergence }) => `${Math.round(convergence * 100)} %`, right: true },
  { title: 'Missing', of: ({ missing }) => `${missing.length}`, right: true },
];

function showCommand(shell: Shell): Command {
  return new Command('show')
    .description('one policy with who runs what, or one of its versions')
    .argument('<policy>', 'which policy')
    .argument('[number]', 'which version', wholeNumber)
    .action(
      shell.does(async (session: Session, name: string, number: number | undefined) => {
        if (number === undefined) {
          const policy = await session.api.getPolicy({ params: { name } });
          return session.data(policy, () => policyText(policy, session));
        }
        const version = await session.api.getPolicyVersion({ params: { name, number: String(number) } });
        return session.data(version, () => versionText(version, session));
      }),
    );
}

function versionsCommand(shell: Shell): Command {
  return withPaging(new Command('versions'))
    .description('the versions of a policy, newest first')
    .argument('<policy>', 'which policy')
    .action(
      shell.does((session: Session, name: string, flags: ListFlags) =>
        showList(session, flags, {
          page: (query) => session.api.listPolicyVersions({ params: { name }, query }),
          columns: versionColumns(session.io.timeZone),
          empty: 'It has no versions.',
        }),
      ),
    );
}

function versionColumns(timeZone: string): readonly Column<PolicyVersion>[] {
  return [
    { title: 'Version', of: ({ number }) => `@${number}`, right: true },
    { title: 'Status', of: ({ status }) => status, state: true },
    { title: 'Source', of: ({ sourceVersion }) => `${sourceVersion}`, right: true },
    { title: 'Trace', of: ({ decision }) => decision.trace_id },
    { title: 'Received', of: ({ receivedAt }) => instantText(receivedAt, timeZone) },
    { title: 'How it stands', of: ({ statusReason }) => clipped(statusReason, 60) },
  ];
}

interface RollbackFlags {
  readonly yes?: boolean;
  readonly reason: string;
}

function rollbackCommand(shell: Shell): Command {
  return withYes(new Command('rollback'))
    .description('bring the previous content back as a new version')
    .argument('<policy>', 'which policy')
    .requiredOption('--reason <text>', 'why; it is recorded')
    .action(
      shell.does(async (session: Session, name: string, { reason, yes }: RollbackFlags) => {
        const { newest } = await session.api.getPolicy({ params: { name } });
        const stands = `${name}@${newest.number} is ${newest.status}.`;
        if (newest.previous !== undefined)
          session.talk(`${stands} @${newest.previous} comes back as a new version, step by step.`);
        await confirm(session, 'Go ahead?', yes);
        const version = await session.api.rollBackPolicy({ params: { name }, body: { reason } });
        session.data(version, () => versionText(version, session));
      }),
    );
}

function previewCommand(shell: Shell): Command {
  return new Command('preview')
    .description('which of the last changes a candidate would have judged otherwise')
    .argument('<policy>', 'which policy it would replace')
    .requiredOption('-f, --file <path>', 'the candidate as Cedar text; - reads stdin')
    .option('--changes <n>', 'how many changes to replay, 1 to 500 (default 100)', wholeNumber)
    .action(
      shell.does(
        async (
          session: Session,
          name: string,
          { file, changes }: { readonly file: string; readonly changes?: number },
        ) => {
          const admission = await readFile(session.io, file);
          const body = { admission, ...(changes !== undefined && { changes }) };
          const preview = await session.api.previewPolicy({ params: { name }, body });
          session.data(preview, () => previewText(preview, session));
        },
      ),
    );
}

function previewText({ replayed, differs }: PolicyPreview, { paint }: Session): string {
  const head = `Of the last ${replayed} changes it would have judged ${differs.length} otherwise.`;
  if (differs.length === 0) return head;
  const rows = table(
    differs,
    [
      { title: 'Change', of: ({ changeId }) => changeId },
      { title: 'Target', of: ({ target }) => target },
      { title: 'Before', of: ({ before }) => before, state: true },
      { title: 'Candidate', of: ({ after }) => after, state: true },
      { title: 'Clause', of: ({ clause }) => clause ?? '-' },
    ],
    paint,
  );
  return `${head}\n${rows}`;
}
