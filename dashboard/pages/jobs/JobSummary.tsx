import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { JobView } from '../../../core/contract/job.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { State } from '../../ui/State.tsx';
import { usd } from '../../util/money.ts';
import { span } from '../../util/time.ts';
import { taskSize } from '../../util/words.ts';
import { JobFlags } from './JobFlags.tsx';
import { FireTimes } from './NextFire.tsx';
import { RunStrip } from './RunStrip.tsx';
import { JOB_LOOKS, usualSeconds } from './run-looks.ts';
import { scheduleWords } from './schedule-words.ts';

/** How a job stands: its next five runs, its last thirty, its money and its rules. */
export function JobSummary({ view }: { readonly view: JobView }) {
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        minColumnWidth={200}
        items={[
          { label: 'Status', value: <Standing view={view} /> },
          { label: 'Next five runs, local and UTC', value: <Fires view={view} /> },
          { label: 'Last 30 runs, newest last', value: <Strip view={view} /> },
          { label: 'Cost this month, compute only', value: <Spent view={view} /> },
          { label: 'Runs', value: <What view={view} /> },
          { label: 'When ticks meet or are missed', value: <Rules view={view} /> },
          { label: 'When a run fails', value: <Retries view={view} /> },
          {
            label: 'Last change',
            value: <AppLink href={`/changes/${view.lastChangeId}`}>its change</AppLink>,
          },
        ]}
      />
    </Container>
  );
}

interface PartProps {
  readonly view: JobView;
}

function Standing({ view }: PartProps) {
  return (
    <>
      <State of={view.status} looks={JOB_LOOKS} />
      <JobFlags job={view} />
      <div className="soft">
        {scheduleWords(view.spec)} (<span className="mono">{view.spec.schedule}</span>, {view.spec.timeZone})
      </div>
    </>
  );
}

function Fires({ view }: PartProps) {
  if (view.nextFires.length === 0)
    return (
      <span className="soft">
        {view.status === 'ACTIVE' ? 'It never fires by itself.' : 'None: it does not run now.'}
      </span>
    );
  return (
    <ol className="fires">
      {view.nextFires.map((fire) => (
        <li key={fire.utc}>
          <FireTimes fire={fire} />
        </li>
      ))}
    </ol>
  );
}

function Strip({ view }: PartProps) {
  const usual = usualSeconds(view.recentRuns);
  return (
    <>
      <RunStrip name={view.name} runs={view.recentRuns} />
      {usual !== undefined && <div className="soft">usually {span(usual * 1_000)}</div>}
    </>
  );
}

function Spent({ view }: PartProps) {
  const limit = view.spec.budgetMonthlyUsd;
  return (
    <span className="digits">
      <strong>{usd(view.spentThisMonthMicroUsd)}</strong>
      <div className="soft">
        {limit === undefined ? 'no budget of its own' : `of ${usd(limit * 1e6)} a month`}
      </div>
    </span>
  );
}

function What({ view: { spec } }: PartProps) {
  return (
    <>
      <span className="break">{spec.builtin ? `${spec.builtin}, built in` : spec.image}</span>
      {spec.command.length > 0 && <div className="mono break">{spec.command.join(' ')}</div>}
      <div className="soft">
        {!spec.builtin && `${taskSize(spec)}; `}stopped after {span(spec.timeoutSec * 1_000)}
        {spec.targetService && (
          <>
            ; works on <AppLink href={`/services/${spec.targetService}`}>{spec.targetService}</AppLink>
          </>
        )}
      </div>
    </>
  );
}

const OVERLAP = {
  Forbid: 'A run that would overlap is skipped.',
  Allow: 'Runs may overlap.',
  Replace: 'A newer run replaces the older one.',
} as const;
const CATCH_UP = {
  none: 'Missed ticks stay missed.',
  latest: 'Of missed ticks the newest is caught up.',
  all: 'Up to 30 missed ticks are caught up.',
} as const;

function Rules({ view: { spec } }: PartProps) {
  return (
    <>
      {OVERLAP[spec.concurrencyPolicy]} {CATCH_UP[spec.catchUp]}
      <div className="soft">Missed when not started within {span(spec.startingDeadlineSec * 1_000)}.</div>
    </>
  );
}

const CAUSES = {
  infra: 'failures of the infrastructure',
  error: 'errors',
  oom: 'want of memory',
  timeout: 'running too long',
} as const;

function Retries({ view: { spec } }: PartProps) {
  const { max, on, backoffSec } = spec.retries;
  const checks = spec.successWhen.map(({ metric, op, value }) => `${metric} ${op} ${value}`);
  return (
    <>
      {max === 0
        ? 'It is not tried again.'
        : `Tried again up to ${max} times, after ${on.map((cause) => CAUSES[cause]).join(', ')}.`}
      <div className="soft">
        {max > 0 && `First after ${span(backoffSec * 1_000)}. `}
        {checks.length > 0 && `Succeeds only when ${checks.join(' and ')}.`}
      </div>
    </>
  );
}
