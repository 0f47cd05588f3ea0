import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Drift, ServiceView } from '../../../core/contract/service.ts';
import { Moment } from '../../ui/Moment.tsx';
import { useRefusedToChange } from '../../ui/may-change.ts';
import { DriftDialog } from './DriftDialog.tsx';

type Answer = 'revert' | 'adopt';

/** Values that their owner did not set: who did, and the two answers. */
export function DriftPanel({ view }: { readonly view: ServiceView }) {
  const [asked, ask] = useState<{ readonly drift: Drift; readonly answer: Answer }>();
  const why = useRefusedToChange() ?? view.refused['answerDrift'];
  const refused = why === undefined ? {} : { disabled: true, disabledReason: why };
  return (
    <>
      {view.drift.map((drift) => (
        <Alert
          key={drift.field}
          type={drift.fight ? 'error' : 'warning'}
          header={
            drift.fight
              ? `Two actors keep undoing each other: ${drift.field}`
              : `Changed by hand: ${drift.field}`
          }
          action={
            <SpaceBetween direction="horizontal" size="xs">
              <Button {...refused} onClick={() => ask({ drift, answer: 'adopt' })}>
                Adopt {drift.actual}
              </Button>
              <Button {...refused} onClick={() => ask({ drift, answer: 'revert' })}>
                Revert to {drift.expected}
              </Button>
            </SpaceBetween>
          }
        >
          {drift.actor} set it to <strong>{drift.actual}</strong> <Moment at={drift.since} as="relative" />.
          It shall be <strong>{drift.expected}</strong>.
          {drift.fight && ' It was reverted three times within 30 minutes, so the product stopped.'}
        </Alert>
      ))}
      {asked && <DriftDialog name={view.name} {...asked} onClose={() => ask(undefined)} />}
    </>
  );
}
