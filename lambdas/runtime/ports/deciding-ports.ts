import { openSecrets } from '../../../adapters/aws/aws-secrets.ts';
import { openEcrImages } from '../../../adapters/aws/ecr-images.ts';
import { unreachable } from '../../../adapters/aws/unreachable-platform.ts';
import { CedarEngine } from '../../../adapters/portable/cedar-engine.ts';
import { admissionBy } from '../../../core/policy/admission.ts';
import type { PolicyTools, Ports } from '../../../core/ports.ts';
import { settings, tablePorts } from './table-ports.ts';

/** What policies are judged with where none is received or sent out: the engine alone. */
const judging: PolicyTools = {
  engine: new CedarEngine(),
  keys: { check: async () => 'unknown key' },
  packer: { pack: () => unreachable.anchor.latest().then(() => new Uint8Array()) },
};

/** The ports of a function that plans and commits Changes and reaches nothing of the platform but what a plan asks. */
export function decidingPorts(policies: PolicyTools = judging): Ports {
  const { store } = tablePorts;
  return {
    ...unreachable,
    ...tablePorts,
    images: openEcrImages(place()),
    secrets: openSecrets(),
    admission: admissionBy({ store, policies }),
    policies,
    settings: settings(),
  };
}
