import { ServiceSpec, type ServiceSpecInput } from '../../../core/contract/service-spec.ts';
import { type StrategyChoice, strategyOf } from '../../ui/StrategyField.tsx';

/** What is filled in so far, as typed. */
export interface DeployDraft {
  readonly name: string;
  readonly image: string;
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly min: string;
  readonly max: string;
  readonly strategy: StrategyChoice;
  readonly program: string;
  readonly owner: string;
  readonly port: string;
  readonly environment: readonly { readonly key: string; readonly value: string }[];
}

/** The form before anybody typed. Size, bounds and port are the defaults of the service spec. */
export const EMPTY_DRAFT: DeployDraft = {
  name: '',
  image: '',
  cpuUnits: 256,
  memoryMiB: 512,
  min: '1',
  max: '2',
  strategy: 'rolling',
  program: '',
  owner: '',
  port: '8080',
  environment: [],
};

/** A draft judged by the contract's own schema: the spec it makes, or what is wrong with which field. */
export interface JudgedDraft {
  readonly spec?: ServiceSpecInput;
  readonly errors: Readonly<Record<string, string>>;
}

/** Judges a draft. Pure. */
export function judge(draft: DeployDraft): JudgedDraft {
  const spec = specOf(draft);
  const parsed = ServiceSpec.safeParse(spec);
  if (parsed.success) return { spec, errors: {} };
  const errors = Object.fromEntries(
    parsed.error.issues.map(({ path, message }) => [path.join('.'), message]),
  );
  return { errors };
}

function specOf(draft: DeployDraft): ServiceSpecInput {
  const { name, image, cpuUnits, memoryMiB } = draft;
  return {
    name: name.trim(),
    image: image.trim(),
    cpuUnits,
    memoryMiB,
    port: Number(draft.port),
    replicas: { min: Number(draft.min), max: Number(draft.max) },
    strategy: strategyOf(draft.strategy),
    environment: Object.fromEntries(draft.environment.map(({ key, value }) => [key, value])),
    ...(draft.program.trim() && { program: draft.program.trim() }),
    ...(draft.owner.trim() && { owner: draft.owner.trim() }),
  };
}
