import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { CLASS_WORDS, limitsWords } from './proposal-looks.ts';

/** The services that the night looked at and left as they are, newest answer of each, with the reason. */
export function NothingProposed({ proposals }: { readonly proposals: readonly Proposal[] }) {
  const newest = proposals.filter(
    (one, index) => proposals.findIndex(({ service }) => service === one.service) === index,
  );
  if (newest.length === 0) return null;
  return (
    <Table
      variant="container"
      wrapLines
      contentDensity="compact"
      header={
        <Header variant="h2" counter={`(${newest.length})`} description="Looked at, and why nothing changes">
          Left as they are
        </Header>
      }
      ariaLabels={{ tableLabel: 'Services left as they are' }}
      items={newest}
      trackBy="id"
      columnDefinitions={COLUMNS}
    />
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<Proposal>[] = [
  {
    id: 'service',
    header: 'Service',
    isRowHeader: true,
    cell: ({ service, id }) => <AppLink href={`/proposals/${id}`}>{service}</AppLink>,
  },
  { id: 'class', header: 'Answer', cell: ({ class: kind }) => CLASS_WORDS[kind].word },
  { id: 'why', header: 'Why', cell: ({ statusReason }) => <span className="break">{statusReason}</span> },
  { id: 'limits', header: 'Stays', cell: ({ before }) => limitsWords(before) },
  { id: 'at', header: 'When', cell: ({ at }) => <Moment at={at} as="relative" /> },
];
