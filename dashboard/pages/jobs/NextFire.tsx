import type { JobView } from '../../../core/contract/job.ts';
import { Moment } from '../../ui/Moment.tsx';
import { utcTime } from '../../util/time.ts';
import { wallWords } from './wall-words.ts';

type Fire = JobView['nextFires'][number];

/** When a job fires next, on its own clock and in UTC; or why it does not. */
export function NextFire({ job }: { readonly job: JobView }) {
  const [next] = job.nextFires;
  if (job.status === 'SUSPENDED') return <span className="soft">paused: no run until it is resumed</span>;
  if (job.status === 'RETIRED') return <span className="soft">retired</span>;
  if (!next) return <span className="soft">never by itself</span>;
  return (
    <>
      <Moment at={next.utc} as="relative" />
      <FireTimes fire={next} />
    </>
  );
}

/** One fire time: on the job's clock, in UTC, and what a change of the clocks did to it. */
export function FireTimes({ fire }: { readonly fire: Fire }) {
  const utc = utcTime(Date.parse(fire.utc)).slice(5, 16);
  return (
    <div className="digits">
      <span className="nowrap">
        {wallWords(fire.local)} {fire.timeZone}
      </span>
      {fire.timeZone !== 'UTC' && <div className="soft nowrap">{utc} UTC</div>}
      {fire.note && <div className="soft">{fire.note}</div>}
    </div>
  );
}
