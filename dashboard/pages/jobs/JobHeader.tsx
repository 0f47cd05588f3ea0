import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { JobView } from '../../../core/contract/job.ts';
import { GoButton } from '../../ui/GoButton.tsx';
import { useRefusedToChange } from '../../ui/may-change.ts';
import { JobVerbDialog } from './JobVerbDialog.tsx';
import { type JobAction, refusedJobAction } from './job-actions.ts';
import { StartRunDialog } from './StartRunDialog.tsx';

const MORE: readonly { readonly id: JobAction; readonly text: string }[] = [
  { id: 'backfill', text: 'Backfill a past tick' },
  { id: 'retire', text: 'Retire' },
];

/** The name of a job and everything that can be done to it. */
export function JobHeader({ view }: { readonly view: JobView }) {
  const [action, setAction] = useState<JobAction>();
  const mayNot = useRefusedToChange();
  const disabled = (id: JobAction) => {
    const why = refusedJobAction(view, id, mayNot);
    return why === undefined ? {} : { disabled: true, disabledReason: why };
  };
  const isPaused = view.status === 'SUSPENDED';
  const pause: JobAction = isPaused ? 'resume' : 'suspend';
  const close = () => setAction(undefined);
  return (
    <>
      <Header
        variant="h1"
        description={`program ${view.program} · owner ${view.spec.owner}`}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button {...disabled(pause)} onClick={() => setAction(pause)}>
              {isPaused ? 'Resume' : 'Pause'}
            </Button>
            <GoButton href={`/jobs/${view.name}/edit`} refused={mayNot}>
              {view.status === 'RETIRED' ? 'Schedule again' : 'Edit'}
            </GoButton>
            <Button variant="primary" {...disabled('startRun')} onClick={() => setAction('startRun')}>
              Run now
            </Button>
            <ButtonDropdown
              items={MORE.map((item) => ({ ...item, ...disabled(item.id) }))}
              onItemClick={({ detail }) => setAction(MORE.find(({ id }) => id === detail.id)?.id)}
            >
              More
            </ButtonDropdown>
          </SpaceBetween>
        }
      >
        {view.name}
      </Header>
      {(action === 'startRun' || action === 'backfill') && (
        <StartRunDialog view={view} backfill={action === 'backfill'} onClose={close} />
      )}
      {(action === 'suspend' || action === 'resume' || action === 'retire') && (
        <JobVerbDialog view={view} verb={action} onClose={close} />
      )}
    </>
  );
}
