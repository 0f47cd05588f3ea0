import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { PolicyView } from '../../../core/contract/policy.ts';
import { Answered } from '../../ui/Answered.tsx';
import { useRefusal } from '../../ui/may-change.ts';
import { useTitle } from '../../ui/use-title.ts';
import { DecisionsTable } from '../decisions/DecisionsTable.tsx';
import { PolicyMatrix } from './PolicyMatrix.tsx';
import { PolicyVersions } from './PolicyVersions.tsx';
import { PreviewPanel } from './PreviewPanel.tsx';
import { RollBackPolicyDialog } from './RollBackPolicyDialog.tsx';
import { RollOut } from './RollOut.tsx';
import { TaskStandings } from './TaskStandings.tsx';
import { usePolicy } from './use-policies.ts';

interface PolicyPageProps {
  readonly name: string;
  readonly tab: string;
}

/** One policy: how far its newest version has come, who has what, what it decided, and what another would. */
export function PolicyPage({ name, tab }: PolicyPageProps) {
  useTitle(name);
  const policy = usePolicy(name);
  return (
    <Answered query={policy} lines={8}>
      {(view) => (
        <SpaceBetween size="l">
          <PolicyHeader policy={view} />
          <PolicyTabs policy={view} tab={tab} />
        </SpaceBetween>
      )}
    </Answered>
  );
}

function PolicyHeader({ policy }: { readonly policy: PolicyView }) {
  const [asked, ask] = useState(false);
  const { name, active, newest } = policy;
  const refused =
    useRefusal('policy:write') ??
    (newest.previous === undefined ? 'There is no content before this one to go back to.' : undefined);
  const programs = newest.content.programs;
  return (
    <>
      <Header
        variant="h1"
        description={`In force: ${active === undefined ? 'none yet' : `@${active}`} · binds ${programs.length === 0 ? 'every program' : programs.join(', ')}`}
        actions={
          <Button
            {...(refused === undefined ? {} : { disabled: true, disabledReason: refused })}
            onClick={() => ask(true)}
          >
            Roll back
          </Button>
        }
      >
        {name}
      </Header>
      {asked && <RollBackPolicyDialog policy={policy} onClose={() => ask(false)} />}
    </>
  );
}

function PolicyTabs({ policy, tab }: { readonly policy: PolicyView; readonly tab: string }) {
  const [, go] = useLocation();
  const { name } = policy;
  return (
    <Tabs
      activeTabId={tab}
      ariaLabel={`Sections of ${name}`}
      onChange={({ detail }) => go(`/policies/${name}/${detail.activeTabId}`, { replace: true })}
      tabs={[
        { id: 'roll-out', label: 'Roll-out', content: <RollOutTab policy={policy} /> },
        { id: 'versions', label: 'Versions', content: <PolicyVersions name={name} /> },
        { id: 'decisions', label: 'Decisions', content: <DecisionsTable policy={name} /> },
        { id: 'preview', label: 'Preview', content: <PreviewPanel policy={policy} /> },
      ]}
    />
  );
}

function RollOutTab({ policy }: { readonly policy: PolicyView }) {
  return (
    <SpaceBetween size="l">
      <RollOut policy={policy} />
      <PolicyMatrix policy={policy} />
      <TaskStandings policy={policy} />
    </SpaceBetween>
  );
}
