import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ServiceSpec, ServiceSpecPatch } from '../../../core/contract/service-spec.ts';
import { EnvironmentField } from '../../ui/EnvironmentField.tsx';
import { PlanDialog } from '../../ui/PlanDialog.tsx';
import { SizeFields } from '../../ui/SizeFields.tsx';
import type { ServiceDialogProps } from './service-dialog.ts';

/** Changes image, size or environment; only what differs is sent. */
export function UpdateDialog({ view, onClose }: ServiceDialogProps) {
  const { name, spec } = view;
  const [image, setImage] = useState(spec.image);
  const [size, setSize] = useState({ cpuUnits: spec.cpuUnits, memoryMiB: spec.memoryMiB });
  const [variables, setVariables] = useState(() =>
    Object.entries(spec.environment).map(([key, value]) => ({ key, value })),
  );
  const body = patchOf(spec, {
    image: image.trim(),
    ...size,
    environment: Object.fromEntries(variables.map(({ key, value }) => [key, value])),
  });
  const of = Object.keys(body).length > 0 ? JSON.stringify({ name, body }) : undefined;
  return (
    <PlanDialog
      title={`Update ${name}`}
      verb="Update"
      of={of}
      missing="Change the image, the size or the environment to see what would happen."
      ask={(client, dryRun) => client.updateService({ params: { name }, query: { dryRun }, body })}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <FormField label="Image" constraintText="For example govlab/job-ingest:v2" stretch>
          <Input value={image} spellcheck={false} onChange={({ detail }) => setImage(detail.value)} />
        </FormField>
        <SizeFields size={size} onChange={setSize} />
        <EnvironmentField value={variables} onChange={(next) => setVariables([...next])} />
      </SpaceBetween>
    </PlanDialog>
  );
}

type Fields = Pick<ServiceSpec, 'image' | 'cpuUnits' | 'memoryMiB' | 'environment'>;

function patchOf(spec: ServiceSpec, wanted: Fields): ServiceSpecPatch {
  const sizeDiffers = wanted.cpuUnits !== spec.cpuUnits || wanted.memoryMiB !== spec.memoryMiB;
  const environmentDiffers = JSON.stringify(wanted.environment) !== JSON.stringify(spec.environment);
  return {
    ...(wanted.image !== spec.image && { image: wanted.image }),
    ...(sizeDiffers && { cpuUnits: wanted.cpuUnits, memoryMiB: wanted.memoryMiB }),
    ...(environmentDiffers && { environment: wanted.environment }),
  };
}
