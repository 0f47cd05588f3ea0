import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { KEYS } from '../../api/keys.ts';
import { itemsOf, usePages } from '../../api/pages.ts';
import { Failure } from '../../ui/Failure.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { TIMELINE_KINDS, Timeline } from '../../ui/Timeline.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { count } from '../../util/words.ts';

const KINDS = Object.entries(TIMELINE_KINDS).map(([value, { word }]) => ({ value, label: word }));

/** Deployments, decisions, approvals and changes of a service in one line of time. */
export function TimelineTab({ name }: { readonly name: string }) {
  const [kinds, setKinds] = useState<readonly string[]>([]);
  const pages = usePages([...KEYS.service(name), 'timeline'], (client, { signal, ...query }) =>
    client.getTimeline({ params: { name }, query, signal }),
  );
  const all = itemsOf(pages);
  const shown = kinds.length === 0 ? all : all.filter(({ kind }) => kinds.includes(kind));
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${shown.length}${pages.hasNextPage ? '+' : ''})`}
          description="Newest first"
        >
          Timeline
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Multiselect
          selectedOptions={KINDS.filter(({ value }) => kinds.includes(value))}
          options={KINDS}
          placeholder="Show every kind"
          ariaLabel="Show only these kinds"
          onChange={({ detail }) => setKinds(detail.selectedOptions.flatMap(({ value }) => value ?? []))}
        />
        {pages.isPending && <Waiting lines={6} />}
        {pages.isError && <Failure cause={pages.error} onRetry={() => void pages.refetch()} />}
        <Timeline entries={shown} />
        {pages.isSuccess && shown.length === 0 && (
          <span className="soft">
            {all.length === 0
              ? 'Nothing happened yet.'
              : `None of the ${count(all.length, 'entry', 'entries')} read so far is of this kind.`}
          </span>
        )}
        <MoreButton pages={pages} what="entries" />
      </SpaceBetween>
    </Container>
  );
}
