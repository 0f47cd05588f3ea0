import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ServiceView } from '../../../core/contract/service.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { percent, strategyWords, taskSize } from '../../util/words.ts';

/** What the service shall be, field by field. */
export function ConfigurationTab({ view }: { readonly view: ServiceView }) {
  const { spec } = view;
  const { targets, cooldowns } = spec.scaling;
  const items = [
    { label: 'Image', value: <span className="mono break">{view.image}</span> },
    { label: 'Size of a task', value: taskSize(spec) },
    { label: 'Port', value: spec.port },
    { label: 'Health check', value: `${spec.healthCheck.path}, ${spec.healthCheck.graceSec} s grace` },
    { label: 'Strategy', value: strategyWords(spec.strategy) },
    {
      label: 'Scaling targets',
      value: `CPU ${percent(targets.cpu)}, memory ${percent(targets.memory)}, p95 ${targets.p95Ms} ms`,
    },
    { label: 'Cooldowns', value: `out ${cooldowns.outSec} s, in ${cooldowns.inSec} s` },
    { label: 'Depends on', value: <Dependencies names={spec.dependsOn} /> },
    { label: 'Tier', value: spec.tier },
    { label: 'Nightly optimizer', value: spec.optimize },
    { label: 'On drift', value: spec.onDrift },
    { label: 'Environment', value: <Variables of={spec.environment} /> },
    { label: 'Secrets (names only)', value: Object.keys(spec.secrets).join(', ') || 'none' },
    {
      label: 'Created',
      value: (
        <>
          by {view.createdBy.sub}, <Moment at={view.createdAt} />
        </>
      ),
    },
    { label: 'Last change', value: <AppLink href={`/changes/${view.lastChangeId}`}>open</AppLink> },
    { label: 'Generation', value: view.generation },
  ];
  return (
    <Container header={<Header variant="h2">Configuration</Header>}>
      <KeyValuePairs columns={3} minColumnWidth={200} items={items} />
    </Container>
  );
}

function Dependencies({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return 'nothing';
  return names.map((name, index) => (
    <span key={name}>
      {index > 0 && ', '}
      <AppLink href={`/services/${name}`}>{name}</AppLink>
    </span>
  ));
}

function Variables({ of }: { readonly of: Readonly<Record<string, string>> }) {
  const entries = Object.entries(of);
  if (entries.length === 0) return 'none';
  return entries.map(([key, value]) => (
    <div key={key} className="mono break">
      {key}={value}
    </div>
  ));
}
