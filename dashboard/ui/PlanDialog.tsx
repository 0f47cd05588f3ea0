import type { ReactNode } from 'react';
import { DialogFrame } from './DialogFrame.tsx';
import { Failure } from './Failure.tsx';
import { PlanPreview } from './PlanPreview.tsx';
import { type AskChange, refusalOf, usePlan } from './use-plan.ts';
import { useRequest } from './use-request.tsx';

interface PlanDialogProps {
  readonly title: string;
  /** The word on the button when nobody has to approve. */
  readonly verb: string;
  /** What is filled in, as text; `undefined` while it is not complete. */
  readonly of: string | undefined;
  readonly missing?: string;
  readonly ask: AskChange;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks for a Change: the fields, beneath them the plan they make, and only then the button. */
export function PlanDialog({ title, verb, of, missing, ask, onClose, children }: PlanDialogProps) {
  const plan = usePlan(of, ask);
  const { request, requesting, problem } = useRequest(ask, onClose);
  const incomplete = of === undefined ? (missing ?? 'Fill in the fields above.') : undefined;
  const refused = incomplete ?? refusalOf(plan.change?.plan, plan.isCurrent);
  const waits = (plan.change?.plan.approvals.required.length ?? 0) > 0;
  return (
    <DialogFrame
      title={title}
      verb={waits ? 'Ask for approval' : verb}
      size="large"
      busy={requesting}
      refused={refused}
      onAct={request}
      onClose={onClose}
    >
      {children}
      {problem !== undefined && <Failure cause={problem} />}
      <PlanPreview plan={plan} missing={incomplete} />
    </DialogFrame>
  );
}
