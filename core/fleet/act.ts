import { executeChange } from '../changes/execute-change.ts';
import type { ChangeRequest } from '../changes/request.ts';
import { requestChange } from '../changes/request-change.ts';
import { ERRORS } from '../contract/errors.ts';
import type { Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { ensureAlarms } from '../scaling/ensure-alarms.ts';
import type { Action } from './actions.ts';

/** Does what was decided. Every action is absolute and carries the Change or decision that caused it. */
export async function act(
  ports: Ports,
  action: Action,
  { service, correlationId }: { readonly service: Service; readonly correlationId: string },
): Promise<void> {
  const { compute } = ports;
  switch (action.kind) {
    case 'create':
      return compute.create(action.request);
    case 'rollOut':
      return compute.rollOut(action.request);
    case 'setDesiredCount':
      return compute.setDesiredCount(action.request);
    case 'continueDeployment':
      return compute.continueDeployment(action.request);
    case 'stopDeployment':
      return compute.stopDeployment(action.request);
    case 'remove':
      return compute.remove(action.request);
    case 'ensureAlarms':
      return ensureAlarms(ports, service, action.cause);
    case 'removeAlarms':
      return ports.alarms.ensure({ service: service.name, rules: [], cause: action.cause });
    case 'executeChange':
      await executeChange(ports, { changeId: action.changeId, correlationId });
      return;
    case 'requestChange':
      return askForRevert(ports, { ...action.request, correlationId });
  }
}

/** A revert that is refused (a policy, a fight) leaves the drift reported; the rest of the service is looked after. */
async function askForRevert(ports: Ports, request: ChangeRequest): Promise<void> {
  try {
    await requestChange(ports, request);
  } catch (error) {
    if (!OpsError.is(error) || ERRORS[error.code].retryable) throw error;
    ports.log.warn('reconcile.revert-refused', { service: request.target.name, code: error.code });
  }
}
