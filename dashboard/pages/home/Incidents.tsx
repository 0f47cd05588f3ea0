import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Incident } from '../../../core/contract/home.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';

/** What is wrong now, worst first, each with what to do next. */
export function Incidents({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${incidents.length})`}>
          Incidents
        </Header>
      }
    >
      {incidents.length === 0 ? (
        <StatusIndicator type="success">Nothing is wrong.</StatusIndicator>
      ) : (
        <SpaceBetween size="m">
          {incidents.map((incident) => (
            <OneIncident key={`${incident.kind}/${incident.title}`} incident={incident} />
          ))}
        </SpaceBetween>
      )}
    </Container>
  );
}

function OneIncident({ incident }: { readonly incident: Incident }) {
  return (
    <div>
      <StatusIndicator type={incident.severity === 'critical' ? 'error' : 'warning'} wrapText>
        <strong>{incident.title}</strong>
      </StatusIndicator>
      <div>{incident.detail}</div>
      <div className="soft">
        <About incident={incident} />, since <Moment at={incident.since} as="relative" />. Next:{' '}
        {incident.next}
      </div>
    </div>
  );
}

/** The page where the incident is seen to. */
function About({ incident: { service, job, policy } }: { readonly incident: Incident }) {
  if (job !== undefined) return <AppLink href={`/jobs/${job}`}>{job}</AppLink>;
  if (policy !== undefined) return <AppLink href={`/policies/${policy}`}>{policy}</AppLink>;
  return <AppLink href={`/services/${service}`}>{service}</AppLink>;
}
