import { unreachable } from '../../../adapters/aws/unreachable-platform.ts';
import { CedarEngine } from '../../../adapters/portable/cedar-engine.ts';
import { admissionBy } from '../../../core/policy/admission.ts';
import type { PolicyTools, Ports } from '../../../core/ports.ts';
import { settings, tablePorts } from './table-ports.ts';

/** The ports of a function that asks policies, and reaches nothing of the platform. */
export function judgingPorts(more: Partial<PolicyTools> = {}): Ports {
  const policies = { ...unreachable.policies, engine: new CedarEngine(), ...more };
  return {
    ...unreachable,
    ...tablePorts,
    admission: admissionBy({ store: tablePorts.store, policies }),
    policies,
    settings: settings(),
  };
}
