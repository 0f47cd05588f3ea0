import { BoundsDialog } from './BoundsDialog.tsx';
import { LoadDialog } from './LoadDialog.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';
import { RetireDialog } from './RetireDialog.tsx';
import { RollbackDialog } from './RollbackDialog.tsx';
import { ScaleDialog } from './ScaleDialog.tsx';
import { StopDialog } from './StopDialog.tsx';
import type { ServiceAction } from './service-actions.ts';
import type { ServiceDialogProps } from './service-dialog.ts';
import { UpdateDialog } from './UpdateDialog.tsx';

const DIALOGS = {
  update: UpdateDialog,
  bounds: BoundsDialog,
  scale: ScaleDialog,
  rollback: RollbackDialog,
  stop: StopDialog,
  retire: RetireDialog,
  restore: RestoreDialog,
  load: LoadDialog,
} as const satisfies Record<ServiceAction, (props: ServiceDialogProps) => React.ReactNode>;

/** The dialog of an action. */
export function ActionDialog({ action, ...props }: ServiceDialogProps & { readonly action: ServiceAction }) {
  const Dialog = DIALOGS[action];
  return <Dialog {...props} />;
}
