import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ServiceView } from '../../../core/contract/service.ts';
import { useVirtualClock } from '../../api/virtual-clock.ts';
import { useRefusedToChange } from '../../ui/may-change.ts';
import { shortImage } from '../../util/words.ts';
import { ActionDialog } from './ActionDialog.tsx';
import { refusedAction, type ServiceAction } from './service-actions.ts';

const MORE: readonly { readonly id: Exclude<ServiceAction, 'load'>; readonly text: string }[] = [
  { id: 'scale', text: 'Set the task count now' },
  { id: 'rollback', text: 'Roll back' },
  { id: 'stop', text: 'Stop the deployment' },
  { id: 'retire', text: 'Retire' },
  { id: 'restore', text: 'Restore' },
];

/** The name of a service and everything that can be done to it. */
export function ServiceHeader({ view }: { readonly view: ServiceView }) {
  const [action, setAction] = useState<ServiceAction>();
  const mayNot = useRefusedToChange();
  const isEmbedded = Boolean(useVirtualClock().data);
  const refused = (id: Exclude<ServiceAction, 'load'>) => refusedAction(view, id, mayNot);
  const disabled = (why: string | undefined) =>
    why === undefined ? {} : { disabled: true, disabledReason: why };
  return (
    <>
      <Header
        variant="h1"
        description={`${shortImage(view.spec.image)} · program ${view.program} · owner ${view.spec.owner}`}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {isEmbedded && <Button onClick={() => setAction('load')}>Load spike</Button>}
            <Button {...disabled(refused('bounds'))} onClick={() => setAction('bounds')}>
              Change limits
            </Button>
            <Button variant="primary" {...disabled(refused('update'))} onClick={() => setAction('update')}>
              Update
            </Button>
            <ButtonDropdown
              items={MORE.map((item) => ({ ...item, ...disabled(refused(item.id)) }))}
              onItemClick={({ detail }) => setAction(MORE.find(({ id }) => id === detail.id)?.id)}
            >
              More
            </ButtonDropdown>
          </SpaceBetween>
        }
      >
        {view.name}
      </Header>
      {action && <ActionDialog view={view} action={action} onClose={() => setAction(undefined)} />}
    </>
  );
}
