import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ServiceView } from '../../../core/contract/service.ts';
import { Moment } from '../../ui/Moment.tsx';
import { State } from '../../ui/State.tsx';
import { HEALTH_LOOKS, SERVICE_LOOKS } from '../../ui/status-looks.ts';
import { usd } from '../../util/money.ts';
import { count, taskSize } from '../../util/words.ts';

/** How a service is, in one row of facts with their reasons. */
export function ServiceSummary({ view }: { readonly view: ServiceView }) {
  return (
    <SpaceBetween size="m">
      {view.timeBox && (
        <Alert type="info">
          The limits are raised until <Moment at={view.timeBox.until} as="full" />; then they go back to{' '}
          {view.timeBox.revertTo.min}–{view.timeBox.revertTo.max} tasks.
        </Alert>
      )}
      <Container>
        <KeyValuePairs
          columns={4}
          minColumnWidth={180}
          items={[
            {
              label: 'Status',
              value: (
                <Explained
                  state={<State of={view.status} looks={SERVICE_LOOKS} />}
                  because={view.statusReason}
                />
              ),
            },
            {
              label: 'Health',
              value: (
                <Explained
                  state={<State of={view.health.state} looks={HEALTH_LOOKS} />}
                  because={view.health.because}
                />
              ),
            },
            { label: 'Tasks', value: <Tasks view={view} /> },
            { label: 'Money a month, compute only', value: <Cost view={view} /> },
          ]}
        />
      </Container>
    </SpaceBetween>
  );
}

interface ExplainedProps {
  readonly state: React.ReactNode;
  readonly because: string;
}

function Explained({ state, because }: ExplainedProps) {
  return (
    <>
      {state}
      <div className="soft">{because}</div>
    </>
  );
}

function Tasks({ view }: { readonly view: ServiceView }) {
  const { observed, bounds, desiredCount, spec } = view;
  return (
    <span className="digits">
      <strong>{observed ? count(observed.running, 'task') : 'unknown'}</strong> running, {desiredCount} wanted
      {observed && observed.pending > 0 && `, ${observed.pending} starting`}
      <div className="soft">
        between {bounds.min} and {bounds.max}; {taskSize(spec)} each
      </div>
    </span>
  );
}

function Cost({ view }: { readonly view: ServiceView }) {
  const { runRateMicroUsd, floorMicroUsd, ceilingMicroUsd } = view.cost;
  return (
    <span className="digits">
      <strong>{usd(runRateMicroUsd)}</strong> now
      <div className="soft">
        {usd(floorMicroUsd)} at least, {usd(ceilingMicroUsd)} at most
      </div>
    </span>
  );
}
