import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { Alarm } from '../../../core/contract/monitoring.ts';
import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';
import { Moment } from '../../ui/Moment.tsx';
import { State } from '../../ui/State.tsx';
import { ALARM_LOOKS } from '../../ui/status-looks.ts';
import { percent } from '../../util/words.ts';

/** The alarms of a service: their states and what makes them ring. */
export function AlarmsPanel({ name }: { readonly name: string }) {
  const alarms = useRead(
    [...KEYS.service(name), 'alarms'],
    (client, signal) => client.listAlarms({ params: { name }, signal }),
    { everyMs: 10_000 },
  );
  return (
    <Table
      variant="container"
      header={<Header variant="h2">Alarms</Header>}
      ariaLabels={{ tableLabel: 'Alarms' }}
      items={alarms.data?.items ?? []}
      trackBy="name"
      loading={alarms.isPending}
      loadingText="Reading the alarms"
      empty="This service has no alarms. They are made when it is deployed."
      columnDefinitions={[
        { id: 'kind', header: 'Alarm', cell: ({ kind }) => kind, isRowHeader: true },
        { id: 'state', header: 'State', cell: ({ state }) => <State of={state} looks={ALARM_LOOKS} /> },
        { id: 'rule', header: 'Rings when', cell: ruleOf },
        { id: 'since', header: 'Since', cell: ({ stateSince }) => <Moment at={stateSince} as="relative" /> },
      ]}
    />
  );
}

function ruleOf({
  metric,
  comparison,
  threshold,
  datapointsToAlarm,
  evaluationPeriods,
  periodSec,
}: Alarm): string {
  const level =
    metric === 'cpu' || metric === 'memory' ? percent(threshold) : `${threshold} ${unitOf(metric)}`;
  const minutes = (evaluationPeriods * periodSec) / 60;
  return `${metric} ${comparison} ${level} in ${datapointsToAlarm} of ${evaluationPeriods} points (${minutes} min)`;
}

function unitOf(metric: Alarm['metric']): string {
  if (metric === 'p95Ms' || metric === 'p50Ms') return 'ms';
  if (metric === 'errors5xx' || metric === 'requests' || metric === 'restarts') return 'a minute';
  return 'tasks';
}
