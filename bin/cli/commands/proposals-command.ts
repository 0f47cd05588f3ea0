import { Command } from 'commander';
import type { Client } from '../../../client/create-client.ts';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { formatUsd } from '../../../core/format.ts';
import { type ListFlags, showList, withPaging } from '../list-command.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { proposalText } from '../text/proposal-text.ts';
import { type Column, facts } from '../text/table.ts';
import { instantText, moneyDelta } from '../text/words.ts';

interface ProposalListFlags extends ListFlags {
  readonly service?: string;
}

/** `hms proposals`: what the nightly optimizer proposes and saves. */
export function proposalsCommand(shell: Shell): Command {
  return new Command('proposals')
    .description('what the nightly optimizer proposes and saves')
    .addCommand(listCommand(shell))
    .addCommand(showCommand(shell))
    .addCommand(savingsCommand(shell));
}

function listCommand(shell: Shell): Command {
  return withPaging(new Command('list'))
    .description('proposals, newest first')
    .option('--service <name>', 'only those about one service')
    .action(
      shell.does((session: Session, flags: ProposalListFlags) => {
        const more = flags.service === undefined ? {} : { service: flags.service };
        return showList(session, flags, {
          page: (query) => session.api.listProposals({ query: { ...query, ...more } }),
          columns: columns(session.io.timeZone),
          empty: 'There are no proposals yet: the job optimize-resources makes them each night.',
        });
      }),
    );
}

function columns(timeZone: string): readonly Column<Proposal>[] {
  return [
    { title: 'Proposal', of: ({ id }) => id },
    { title: 'Service', of: ({ service }) => service },
    { title: 'Class', of: (proposal) => proposal.class },
    { title: 'Status', of: ({ status }) => status, state: true },
    { title: 'Expected/month', of: ({ cost }) => moneyDelta(cost.expected.deltaMicroUsd), right: true },
    { title: 'Ceiling/month', of: ({ cost }) => moneyDelta(cost.ceiling.deltaMicroUsd), right: true },
    { title: 'At', of: ({ at }) => instantText(at, timeZone) },
  ];
}

function showCommand(shell: Shell): Command {
  return new Command('show')
    .description('one proposal with its evidence and what else was looked at')
    .argument('<proposal>', 'its id')
    .action(
      shell.does(async (session: Session, id: string) => {
        const proposal = await session.api.getProposal({ params: { id } });
        session.data(proposal, () => proposalText(proposal, session));
      }),
    );
}

function savingsCommand(shell: Shell): Command {
  return new Command('savings').description('what was predicted and what was saved this month').action(
    shell.does(async (session: Session) => {
      const savings = await session.api.getSavings();
      session.data(savings, () => savingsText(savings, session));
    }),
  );
}

type Savings = Awaited<ReturnType<Client['getSavings']>>;

function savingsText(savings: Savings, { paint }: Session): string {
  return facts(
    [
      ['Month', savings.month],
      ['Predicted', `${formatUsd(savings.predictedMicroUsd)}, compute only`],
      ['Saved', `${formatUsd(savings.realisedMicroUsd)}, compute only`],
      ['Proposals', `${savings.proposals}, reverted ${savings.reverted}`],
    ],
    paint,
  );
}
