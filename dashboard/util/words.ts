import type { Change, ChangeKind } from '../../core/contract/change.ts';
import type { Strategy } from '../../core/contract/service-spec.ts';

/** Ratio 0..1 as a percentage: `95 %`. */
export function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

/** A count with its noun: `1 task`, `4 tasks`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? noun : plural}`;
}

/** A SCREAMING_CASE state as people say it: `ROLLING_BACK` becomes `Rolling back`. */
export function stateWords(state: string): string {
  if (state.toLowerCase() === 'ok') return 'OK';
  const words = state.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** CPU units and MiB as `0.5 vCPU, 1 GB`. 1024 units are one vCPU; 1024 MiB are written 1 GB, as Fargate's prices do. */
export function taskSize({ cpuUnits, memoryMiB }: { cpuUnits: number; memoryMiB: number }): string {
  return `${cpuUnits / 1024} vCPU, ${memoryMiB / 1024} GB`;
}

/** An image without its registry's digest, for reading: `govlab/job-ingest:v1`. */
export function shortImage(image: string): string {
  const [name = image, digest] = image.split('@sha256:');
  if (!digest || name.includes(':')) return name;
  return `${name}@${digest.slice(0, 12)}`;
}

/** A value of a plan's diff as it can be read in one line; absent says so. */
export function plainValue(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return shortImage(value);
  if (typeof value !== 'object') return String(value);
  const text = Array.isArray(value) ? value.map(plainValue).join(', ') : fields(value);
  return text || 'none';
}

function fields(value: object): string {
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${plainValue(inner)}`)
    .join(', ');
}

const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  deploy: 'Deploy',
  update: 'Update',
  rollback: 'Roll back',
  bounds: 'Change the limits of',
  retire: 'Retire',
  restore: 'Restore',
  drift: 'Answer the drift of',
  budget: 'Set the budget of',
  job: 'Change the job',
  policy: 'Change the policy',
  optimize: 'Tune',
};

/** What a Change does, as a heading: `Change the limits of ai-recommender`. */
export function changeTitle({ kind, target }: Pick<Change, 'kind' | 'target'>): string {
  return `${KIND_WORDS[kind]} ${target.name}`;
}

const STRATEGY_WORDS: Readonly<Record<Strategy['kind'], string>> = {
  rolling: 'rolling',
  canary: 'canary',
  linear: 'linear',
  blueGreen: 'blue/green',
};

/** A rollout strategy in words: `canary: 10 % first, watched for 5 min, then a person lets it go on`. */
export function strategyWords(strategy: Strategy): string {
  const name = STRATEGY_WORDS[strategy.kind];
  if (strategy.kind === 'rolling') return name;
  const bake = `watched for ${strategy.bakeMin} min`;
  if (strategy.kind === 'blueGreen') return `${name}: ${bake}`;
  const pause = strategy.kind === 'canary' && strategy.pause ? ', then a person lets it go on' : '';
  return `${name}: ${strategy.percent} % ${strategy.kind === 'canary' ? 'first' : 'a step'}, ${bake}${pause}`;
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  name: 'Name',
  healthCheck: 'Health check',
  environment: 'Environment',
  secrets: 'Secrets',
  scaling: 'Scaling',
  dependsOn: 'Depends on',
  optimize: 'Nightly optimizer',
  onDrift: 'On drift',
  'bounds.min': 'Tasks at least',
  'bounds.max': 'Tasks at most (the limit)',
  'bounds.until': 'Until, then back',
  'replicas.min': 'Tasks at least',
  'replicas.max': 'Tasks at most (the limit)',
  image: 'Image',
  cpuUnits: 'CPU units of a task (1024 = 1 vCPU)',
  memoryMiB: 'Memory of a task, MiB',
  port: 'Port',
  strategy: 'How a new version replaces the old one',
  owner: 'Owner',
  program: 'Program',
  tier: 'Tier',
};

/** The path of a diff's line as people say it; a path without a word of its own stays as it is. */
export function fieldWords(path: string): string {
  return FIELD_WORDS[path] ?? path;
}
