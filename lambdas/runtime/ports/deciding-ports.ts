import { openSecrets } from '../../../adapters/aws/aws-secrets.ts';
import { openEcrImages } from '../../../adapters/aws/ecr-images.ts';
import { unreachable } from '../../../adapters/aws/unreachable-platform.ts';
import { CedarEngine } from '../../../adapters/portable/cedar-engine.ts';
import { admissionBy } from '../../../core/policy/admission.ts';
import type { PolicyTools, Ports } from '../../../core/ports.ts';
import { awsPlace, settings, tablePorts } from './table-ports.ts';

/** The ports of a function that plans and commits Changes, and reaches nothing of the platform but what a plan asks. */
export function decidingPorts(more: Partial<PolicyTools> = {}): Ports {
  const policies = { ...unreachable.policies, engine: new CedarEngine(), ...more };
  return {
    ...unreachable,
    ...tablePorts,
    images: openEcrImages(awsPlace()),
    secrets: openSecrets(awsPlace()),
    admission: admissionBy({ store: tablePorts.store, policies }),
    policies,
    settings: settings(),
  };
}
