import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { CostDelta } from '../../../core/contract/money.ts';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { MONEY_UNIT, signedUsd, usd } from '../../util/money.ts';
import { proposesSomething } from './proposal-looks.ts';

type Row = CostDelta & { readonly title: string };

/** What a proposal does to the money: floor, expected and ceiling before and after, saving predicted beside realised. */
export function ProposalMoney({ proposal }: { readonly proposal: Proposal }) {
  if (!proposesSomething(proposal)) return null;
  const { floor, expected, ceiling } = proposal.cost;
  const rows: readonly Row[] = [
    { title: 'At least (min tasks)', ...floor },
    { title: 'Expected', ...expected },
    { title: 'At most (limit)', ...ceiling },
  ];
  return (
    <div>
      <Headline expected={expected} ceiling={ceiling} />
      <Table
        variant="borderless"
        contentDensity="compact"
        items={rows}
        trackBy="title"
        ariaLabels={{ tableLabel: `Money of ${proposal.service} ${MONEY_UNIT}` }}
        columnDefinitions={COLUMNS}
      />
      <Saving proposal={proposal} />
    </div>
  );
}

/** The amount that matters most: what is expected, or the limit where only that moves. */
function Headline({ expected, ceiling }: Pick<Proposal['cost'], 'expected' | 'ceiling'>) {
  const onlyLimit = expected.deltaMicroUsd === 0 && ceiling.deltaMicroUsd !== 0;
  return (
    <>
      <span className="big-money">{signedUsd((onlyLimit ? ceiling : expected).deltaMicroUsd)}</span>{' '}
      <span className="soft">
        {onlyLimit ? 'at most' : 'expected'}, {MONEY_UNIT}
      </span>
    </>
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<Row>[] = [
  { id: 'title', header: 'Amount', isRowHeader: true, cell: ({ title }) => title },
  {
    id: 'before',
    header: 'Now',
    cell: ({ beforeMicroUsd }) => <span className="digits">{usd(beforeMicroUsd)}</span>,
  },
  {
    id: 'after',
    header: 'After',
    cell: ({ afterMicroUsd }) => <strong className="digits">{usd(afterMicroUsd)}</strong>,
  },
  {
    id: 'delta',
    header: 'Difference',
    cell: ({ deltaMicroUsd }) => <span className="digits">{signedUsd(deltaMicroUsd)}</span>,
  },
];

function Saving({ proposal }: { readonly proposal: Proposal }) {
  const { predictedSavingMicroUsd: predicted, realisedSavingMicroUsd: realised } = proposal;
  if (predicted <= 0 && realised === undefined) return null;
  return (
    <div className="soft digits">
      Saving predicted {usd(predicted)}, realised {realised === undefined ? 'not known yet' : usd(realised)},{' '}
      {MONEY_UNIT}.
    </div>
  );
}
