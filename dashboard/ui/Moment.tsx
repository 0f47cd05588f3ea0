import { useNow } from '../api/virtual-clock.ts';
import { fullTime, relative, shortTime, utcTime } from '../util/time.ts';

interface MomentProps {
  readonly at: string;
  /** `relative`: `18 min ago`; `short`: `14:40`; `full`: date, seconds and zone. */
  readonly as?: 'relative' | 'short' | 'full';
}

/** An instant in the viewer's zone; UTC stands in its tooltip and in its machine-readable date. */
export function Moment({ at, as = 'short' }: MomentProps) {
  const now = useNow(as === 'relative' ? 1_000 : 60_000);
  const atMs = Date.parse(at);
  const text =
    as === 'relative' ? relative(atMs, now) : as === 'full' ? fullTime(atMs) : shortTime(atMs, now);
  return (
    <time dateTime={at} title={`${fullTime(atMs)} = ${utcTime(atMs)}`} className="nowrap digits">
      {text}
    </time>
  );
}
