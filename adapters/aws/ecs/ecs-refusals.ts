import { OpsError } from '../../../core/errors.ts';

/** Whether `error` is an exception of one of these names. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** ECS runs no such service. */
export function noSuchService(service: string, cause?: unknown): OpsError {
  return new OpsError('service.not_found', `The cluster runs no service ${service}.`, {
    remedy: 'Create the service first.',
    params: { service },
    cause,
  });
}

/** A newer wish was carried out already. */
export function olderGeneration(service: string, generation: number, has: number): OpsError {
  return new OpsError(
    'store.conflict',
    `Generation ${generation} is older than ${has}, which ${service} has.`,
    {
      remedy: 'Read the service again and decide anew.',
      params: { service },
    },
  );
}

/** Something else of this name is there. */
export function alreadyThere(service: string, status: string): OpsError {
  return new OpsError('store.conflict', `Service ${service} exists already and is ${status}.`, {
    remedy: 'Read the service again; roll out onto it, or wait until it is gone.',
    params: { service },
  });
}

/** Tasks are still wanted of it. */
export function notScaledIn(service: string, cause: unknown): OpsError {
  return new OpsError('service.illegal_state', `Service ${service} still wants tasks.`, {
    remedy: 'Set its desired count to 0 first.',
    params: { service },
    cause,
  });
}

/** The target cannot do what was asked; nothing was sent, or nothing was done. */
export function unsupported(service: string, cause?: unknown): OpsError {
  return new OpsError('service.preflight_failed', `The platform cannot roll ${service} out in this way.`, {
    remedy: 'Use the strategy rolling, or a canary without a pause.',
    params: { service, code: 'UnsupportedFeatureException' },
    cause,
  });
}

/** What a target answers that lacks an operation or a setting: ECS's own word, or a protocol's. */
export function isUnsupported(error: unknown): boolean {
  return isNamed(error, 'UnsupportedFeatureException', 'UnknownOperationException', 'InvalidAction');
}
