import Badge, { type BadgeProps } from '@cloudscape-design/components/badge';
import type { TimelineEntry } from '../../core/contract/service.ts';
import { AppLink } from './AppLink.tsx';
import { Moment } from './Moment.tsx';

type Kind = TimelineEntry['kind'];

/** How each kind of entry is called and coloured. */
export const TIMELINE_KINDS: Readonly<
  Record<Kind, { readonly word: string; readonly color: NonNullable<BadgeProps['color']> }>
> = {
  change: { word: 'Change', color: 'blue' },
  deployment: { word: 'Deployment', color: 'green' },
  approval: { word: 'Approval', color: 'severity-medium' },
  decision: { word: 'Decision', color: 'grey' },
  service: { word: 'Status', color: 'grey' },
  drift: { word: 'Drift', color: 'severity-high' },
  budget: { word: 'Money', color: 'severity-low' },
  other: { word: 'Alarm or other', color: 'grey' },
};

/** What happened, newest first. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={entry.id}>
          <span className="timeline-when">
            <Moment at={entry.at} />
          </span>
          <span className="timeline-kind">
            <Badge color={TIMELINE_KINDS[entry.kind].color}>{wordOf(entry)}</Badge>
          </span>
          <span className="timeline-what">
            <span className="break">{entry.title}</span>{' '}
            <span className="soft">
              by {entry.actor}
              {entry.changeId && (
                <>
                  {' · '}
                  <AppLink href={`/changes/${entry.changeId}`} ariaLabel={`Change of: ${entry.title}`}>
                    change
                  </AppLink>
                </>
              )}
            </span>
            <Reason detail={entry.detail} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function wordOf({ kind, action }: TimelineEntry): string {
  return kind !== 'other' ? TIMELINE_KINDS[kind].word : action.startsWith('alarm.') ? 'Alarm' : 'Other';
}

/** Why it happened, where the entry says so; everything else stands on the page of its change and in the audit. */
function Reason({ detail }: { readonly detail: TimelineEntry['detail'] }) {
  const reason = detail['reason'];
  if (typeof reason !== 'string') return null;
  return <span className="soft break timeline-detail">{reason}</span>;
}
