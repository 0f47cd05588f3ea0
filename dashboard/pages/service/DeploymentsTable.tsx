import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { KEYS } from '../../api/keys.ts';
import { itemsOf, usePages } from '../../api/pages.ts';
import { Moment } from '../../ui/Moment.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { State } from '../../ui/State.tsx';
import { DEPLOYMENT_LOOKS } from '../../ui/status-looks.ts';
import { span } from '../../util/time.ts';
import { strategyWords } from '../../util/words.ts';

/** How each rollout went, newest first. */
export function DeploymentsTable({ name }: { readonly name: string }) {
  const pages = usePages([...KEYS.service(name), 'deployments'], (client, { signal, ...query }) =>
    client.listDeployments({ params: { name }, query: { limit: 20, ...query }, signal }),
  );
  return (
    <Table
      variant="container"
      wrapLines
      header={<Header variant="h2">Deployments</Header>}
      ariaLabels={{ tableLabel: 'Deployments' }}
      items={itemsOf(pages)}
      trackBy="id"
      loading={pages.isPending}
      loadingText="Reading the deployments"
      empty="No deployment yet."
      footer={<MoreButton pages={pages} what="deployments" />}
      columnDefinitions={[
        {
          id: 'revision',
          header: 'Revision',
          isRowHeader: true,
          cell: ({ revision, fromRevision }) =>
            fromRevision === undefined ? revision : `${fromRevision} → ${revision}`,
        },
        {
          id: 'status',
          header: 'Status',
          cell: ({ status }) => <State of={status} looks={DEPLOYMENT_LOOKS} />,
        },
        {
          id: 'reason',
          header: 'Why',
          cell: ({ statusReason, cause }) => <span className="break">{cause?.plain ?? statusReason}</span>,
        },
        { id: 'strategy', header: 'How', cell: ({ strategy }) => strategyWords(strategy) },
        {
          id: 'at',
          header: 'Started',
          cell: ({ startedAt, createdAt }) => <Moment at={startedAt ?? createdAt} as="relative" />,
        },
        {
          id: 'took',
          header: 'Took',
          cell: ({ startedAt, createdAt, endedAt }) =>
            endedAt ? span(Date.parse(endedAt) - Date.parse(startedAt ?? createdAt)) : 'running',
        },
      ]}
    />
  );
}
