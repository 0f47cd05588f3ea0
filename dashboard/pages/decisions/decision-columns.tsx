import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import { ChangeKind } from '../../../core/contract/change.ts';
import type { PolicyDecision } from '../../../core/contract/policy.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { changeTitle, stateWords } from '../../util/words.ts';
import { VERDICT_LOOKS } from '../policies/policy-looks.ts';

/** The columns of what admission decided. */
export function decisionColumns(): readonly TableProps.ColumnDefinition<PolicyDecision>[] {
  return [
    { id: 'at', header: 'When', minWidth: 100, cell: ({ at }) => <Moment at={at} /> },
    {
      id: 'what',
      header: 'Asked for',
      isRowHeader: true,
      minWidth: 190,
      cell: ({ changeKind, target, requestedBy }) => (
        <>
          {askedFor(changeKind, target)}
          <div className="soft">by {requestedBy}</div>
        </>
      ),
    },
    {
      id: 'status',
      header: 'Answer',
      minWidth: 210,
      cell: ({ status }) => (
        <StatusIndicator type={VERDICT_LOOKS[status]}>{stateWords(status)}</StatusIndicator>
      ),
    },
    {
      id: 'clause',
      header: 'Clause',
      minWidth: 220,
      cell: ({ clause }) =>
        clause ? <span className="break">{clause}</span> : <span className="soft">none applied</span>,
    },
    { id: 'policy', header: 'Policy', minWidth: 170, cell: policyCell },
    {
      id: 'trace',
      header: 'Trace',
      minWidth: 120,
      cell: ({ traceId }) => <span className="mono break">{traceId}</span>,
    },
  ];
}

/** What was asked for, in words; a kind that this page does not know stays as it is. */
function askedFor(changeKind: string, target: string): string {
  const kind = ChangeKind.safeParse(changeKind);
  return kind.success
    ? changeTitle({ kind: kind.data, target: { kind: 'service', name: target } })
    : `${changeKind} of ${target}`;
}

/** Every policy that was asked, each with its version. */
function policyCell({ policy, id }: PolicyDecision) {
  return policy.split('+').map((version) => (
    <div key={version}>
      <AppLink
        href={`/policies/${version.split('@')[0] ?? version}`}
        ariaLabel={`${version}, decision ${id}`}
      >
        {version}
      </AppLink>
    </div>
  ));
}
