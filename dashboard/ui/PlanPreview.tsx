import Alert from '@cloudscape-design/components/alert';
import { Failure } from './Failure.tsx';
import { PlanView } from './PlanView.tsx';
import type { usePlan } from './use-plan.ts';
import { Waiting } from './Waiting.tsx';

interface PlanPreviewProps {
  readonly plan: ReturnType<typeof usePlan>;
  /** What is missing before a plan can be made; absent when nothing is. */
  readonly missing?: string | undefined;
}

/** What would happen, while it is being filled in. */
export function PlanPreview({ plan, missing }: PlanPreviewProps) {
  if (missing !== undefined) return <Alert type="info">{missing}</Alert>;
  if (plan.cause) return <Failure cause={plan.cause} onRetry={() => void plan.query.refetch()} />;
  if (!plan.change) return <Waiting lines={5} />;
  return (
    <div style={{ opacity: plan.isCurrent ? 1 : 0.55 }} aria-busy={!plan.isCurrent}>
      <PlanView plan={plan.change.plan} />
    </div>
  );
}
