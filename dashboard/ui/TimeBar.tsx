import Button from '@cloudscape-design/components/button';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KEYS } from '../api/keys.ts';
import { liveState } from '../api/live.ts';
import { dev } from '../api/local-identities.ts';
import { session } from '../api/session.ts';
import { rememberClock, useNow, useVirtualClock } from '../api/virtual-clock.ts';
import { barTime, isUtc, span, utcTime } from '../util/time.ts';
import { useObservable } from '../util/use-observable.ts';
import { Failure } from './Failure.tsx';

const SPEEDS = [
  { id: '0', text: 'Pause' },
  { id: '1', text: '1×' },
  { id: '60', text: '60×' },
  { id: '600', text: '600×' },
];

type ClockRequest = { readonly speed: number } | { readonly until: string };

/** The strip below the top bar: what time it is for the services, how fast it runs, and how fresh the page is. */
export function TimeBar() {
  const { data: clock } = useVirtualClock();
  return (
    <section className="strip" aria-label="Time">
      <BarTime virtual={Boolean(clock)} />
      {clock && <ClockControls speed={clock.speed} catchingUpTo={clock.catchingUpTo} />}
      <span className="grow" />
      <Freshness />
    </section>
  );
}

function BarTime({ virtual }: { readonly virtual: boolean }) {
  const now = useNow(250);
  return (
    <span className="digits">
      <span className="wide">{virtual ? 'Simulated time ' : 'Time '}</span>
      <span className="ink" data-testid="bar-time">
        {barTime(now)}
      </span>{' '}
      {isUtc() || <span>{utcTime(now).slice(11)}</span>}
    </span>
  );
}

interface ClockControlsProps {
  readonly speed: number;
  readonly catchingUpTo: string | undefined;
}

function ClockControls({ speed, catchingUpTo }: ClockControlsProps) {
  const queries = useQueryClient();
  const set = useMutation({
    mutationFn: async (body: ClockRequest) => rememberClock(await dev.setClock({ body })),
    onSuccess: (clock) => queries.setQueryData([...KEYS.clock], clock),
  });
  return (
    <>
      <SegmentedControl
        label="Speed of time"
        selectedId={SPEEDS.some(({ id }) => id === String(speed)) ? String(speed) : null}
        options={SPEEDS}
        onChange={({ detail }) => set.mutate({ speed: Number(detail.selectedId) })}
      />
      {catchingUpTo ? (
        <CatchingUp to={catchingUpTo} />
      ) : (
        <Button variant="inline-link" loading={set.isPending} onClick={() => set.mutate({ until: '02:00' })}>
          To tonight’s 02:00 UTC
        </Button>
      )}
      {set.isError && <Failure cause={set.error} />}
    </>
  );
}

function CatchingUp({ to }: { readonly to: string }) {
  const left = Date.parse(to) - useNow(250);
  return (
    <StatusIndicator type="in-progress">
      Running ahead to {utcTime(Date.parse(to)).slice(11, 16)} UTC, {span(Math.max(0, left))} left
    </StatusIndicator>
  );
}

function Freshness() {
  const state = useObservable(liveState);
  const isFollowing = useObservable(session).kind === 'signed in';
  if (!isFollowing) return null;
  return (
    <span role="status">
      {state === 'live' && <StatusIndicator type="success">Live</StatusIndicator>}
      {state === 'connecting' && <StatusIndicator type="pending">Connecting</StatusIndicator>}
      {state === 'reconnecting' && (
        <StatusIndicator type="warning">Reconnecting; read again every 5 s</StatusIndicator>
      )}
    </span>
  );
}
