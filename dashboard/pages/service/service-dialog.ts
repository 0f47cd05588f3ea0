import type { ServiceView } from '../../../core/contract/service.ts';

/** What every dialog about a service is given. */
export interface ServiceDialogProps {
  readonly view: ServiceView;
  readonly onClose: () => void;
}
