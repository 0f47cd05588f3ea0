import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { Moment } from '../../ui/Moment.tsx';
import { usd } from '../../util/money.ts';
import { count, percent } from '../../util/words.ts';
import { limitsWords } from './proposal-looks.ts';

type Other = Proposal['alternatives'][number];

/** Why it is proposed: the evidence, what kept it from being cheaper, what else was looked at, how it is undone. */
export function ProposalReasons({ proposal }: { readonly proposal: Proposal }) {
  const { before, after, bindingConstraint, alternatives, verification, undo, service } = proposal;
  return (
    <SpaceBetween size="m">
      <Part title="What changes">
        {limitsWords(before)} <strong>→ {limitsWords(after)}</strong>
      </Part>
      <Part title="Evidence">
        <Seen proposal={proposal} />
      </Part>
      <Part title="What keeps it from being cheaper">{bindingConstraint}</Part>
      <Part title="What else was looked at, and why not">
        <Table
          variant="borderless"
          contentDensity="compact"
          wrapLines
          ariaLabels={{ tableLabel: `Alternatives for ${service}` }}
          items={alternatives}
          empty="Nothing else was legal and no worse."
          columnDefinitions={OTHERS}
        />
      </Part>
      <Part title="How it is verified">{verification}</Part>
      <Part title="How to undo it">{undo}</Part>
    </SpaceBetween>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="break">
      <Box variant="h4" tagOverride="h4" padding={{ bottom: 'xxs' }}>
        {title}
      </Box>
      {children}
    </div>
  );
}

const OTHERS: readonly TableProps.ColumnDefinition<Other>[] = [
  { id: 'limits', header: 'Instead', isRowHeader: true, cell: ({ limits }) => limitsWords(limits) },
  {
    id: 'cost',
    header: 'Expected, $ a month',
    cell: ({ expectedMicroUsd }) => <span className="digits">{usd(expectedMicroUsd)}</span>,
  },
  { id: 'why', header: 'Not taken because', cell: ({ rejectedBecause }) => rejectedBecause },
];

function Seen({ proposal: { evidence, before } }: { readonly proposal: Proposal }) {
  const ratio = (value: number | undefined) => (value === undefined ? 'unknown' : percent(value));
  const minutes = (value: number | undefined) =>
    value === undefined ? 'unknown' : count(Math.round(value), 'minute');
  return (
    <KeyValuePairs
      columns={4}
      minColumnWidth={150}
      items={[
        { label: 'Samples', value: <Samples evidence={evidence} /> },
        {
          label: 'CPU, half / 95 % of the time below',
          value: `${ratio(evidence.cpuP50)} / ${ratio(evidence.cpuP95)}`,
        },
        {
          label: 'Most memory used',
          value:
            evidence.memoryMaxMiB === undefined
              ? 'unknown'
              : `${Math.round(evidence.memoryMaxMiB).toLocaleString('en-US')} of ${before.memoryMiB.toLocaleString('en-US')} MiB`,
        },
        { label: 'Killed for want of memory', value: count(evidence.outOfMemoryKills, 'task') },
        { label: 'Busiest', value: evidence.peakAt ? <Moment at={evidence.peakAt} as="full" /> : 'unknown' },
        {
          label: 'Overload in the replay, before → after',
          value: `${minutes(evidence.overloadMinutesBefore)} → ${minutes(evidence.overloadMinutesAfter)}`,
        },
        {
          label: 'Forecast peak',
          value:
            evidence.forecastPeakVcpu === undefined
              ? 'none made'
              : `${evidence.forecastPeakVcpu} vCPU (${evidence.forecastMethod ?? 'unnamed method'})`,
        },
      ]}
    />
  );
}

function Samples({ evidence: { samples, from, to } }: { readonly evidence: Proposal['evidence'] }) {
  return (
    <>
      {samples.toLocaleString('en-US')}
      {from && to && (
        <div className="soft">
          <Moment at={from} /> to <Moment at={to} />
        </div>
      )}
    </>
  );
}
