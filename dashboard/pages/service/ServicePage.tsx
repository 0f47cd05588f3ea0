import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useLocation } from 'wouter';
import type { ServiceView } from '../../../core/contract/service.ts';
import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';
import { Answered } from '../../ui/Answered.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { ConfigurationTab } from './ConfigurationTab.tsx';
import { DecisionsTab } from './DecisionsTab.tsx';
import { DeploymentPanel } from './DeploymentPanel.tsx';
import { DriftPanel } from './DriftPanel.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { RevisionsTab } from './RevisionsTab.tsx';
import { ServiceHeader } from './ServiceHeader.tsx';
import { ServiceSummary } from './ServiceSummary.tsx';
import { TimelineTab } from './TimelineTab.tsx';

interface ServicePageProps {
  readonly name: string;
  readonly tab: string;
}

/** One service: how it is and why, what it does now, what happened, and what can be done. */
export function ServicePage({ name, tab }: ServicePageProps) {
  useTitle(name);
  const service = useRead(KEYS.service(name), (client, signal) =>
    client.getService({ params: { name }, signal }),
  );
  return (
    <Answered query={service} lines={8}>
      {(view) => (
        <SpaceBetween size="l">
          <ServiceHeader view={view} />
          <ServiceSummary view={view} />
          {view.deployment && <DeploymentPanel deployment={view.deployment} />}
          {view.drift.length > 0 && <DriftPanel view={view} />}
          <ServiceTabs view={view} tab={tab} />
        </SpaceBetween>
      )}
    </Answered>
  );
}

function ServiceTabs({ view, tab }: { readonly view: ServiceView; readonly tab: string }) {
  const [, go] = useLocation();
  return (
    <Tabs
      activeTabId={tab}
      ariaLabel={`Sections of ${view.name}`}
      onChange={({ detail }) => go(`/services/${view.name}/${detail.activeTabId}`, { replace: true })}
      tabs={[
        { id: 'overview', label: 'Overview', content: <OverviewTab view={view} /> },
        { id: 'timeline', label: 'Timeline', content: <TimelineTab name={view.name} /> },
        { id: 'decisions', label: 'Scaling decisions', content: <DecisionsTab view={view} /> },
        { id: 'revisions', label: 'Revisions', content: <RevisionsTab view={view} /> },
        { id: 'configuration', label: 'Configuration', content: <ConfigurationTab view={view} /> },
      ]}
    />
  );
}
