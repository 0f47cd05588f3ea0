import { join } from 'node:path';
import { isHealthy, startEmulator } from './emulator-process.ts';
import { choosePython, findPythons } from './python.ts';
import { virtualEnvironment } from './virtual-environment.ts';

/** What answers at an endpoint, as far as it tells. */
export type TargetKind = 'ministack' | 'other';

/** Something that answers like AWS. */
export interface Target {
  readonly endpoint: string;
  readonly kind: TargetKind;
  /** Ends it where it was started here. */
  stop(): Promise<void>;
}

/** What is needed and is not there, and how to get it. */
export class MissingRequirement extends Error {
  override readonly name = 'MissingRequirement';
  readonly how: string;

  constructor(what: string, how: string) {
    super(what);
    this.how = how;
  }
}

/** The folder of `localstack/`. */
const HERE = join(import.meta.dirname, '..');

/**
 * The target that AWS_ENDPOINT_URL names, or MiniStack started from a virtual environment in `folder`. Afterwards the
 * environment of this process leads every client of AWS there.
 * @throws MissingRequirement when there is neither.
 */
export async function openTarget(folder: string): Promise<Target> {
  const target = process.env['AWS_ENDPOINT_URL']
    ? await given(process.env['AWS_ENDPOINT_URL'])
    : await started(folder);
  lead(target.endpoint);
  return target;
}

async function given(endpoint: string): Promise<Target> {
  if (!(await isHealthy(endpoint)))
    throw new MissingRequirement(
      `Nothing that is well answers at AWS_ENDPOINT_URL=${endpoint}.`,
      'Start the emulator there, or unset AWS_ENDPOINT_URL to have MiniStack started.',
    );
  return { endpoint, kind: await kindOf(endpoint), stop: async () => undefined };
}

async function started(folder: string): Promise<Target> {
  const choice = choosePython(await findPythons());
  if (choice.kind === 'missing') throw new MissingRequirement(choice.what, choice.how);
  const requirements = join(HERE, 'requirements.txt');
  const python = await virtualEnvironment({ python: choice.command, folder, requirements }).catch(refuse);
  const { endpoint, stop } = await startEmulator(python, join(folder, 'emulator'));
  return { endpoint, kind: 'ministack', stop };
}

function refuse(cause: unknown): never {
  throw new MissingRequirement(
    `MiniStack could not be installed: ${cause instanceof Error ? cause.message : String(cause)}`,
    'See that pip reaches a package index, or set AWS_ENDPOINT_URL to an emulator of AWS that runs already.',
  );
}

async function kindOf(endpoint: string): Promise<TargetKind> {
  const answer = await fetch(`${endpoint}/_ministack/health`).catch(() => undefined);
  return answer?.ok ? 'ministack' : 'other';
}

/** Emulators take any credentials; those of a real account never go anywhere from here. */
function lead(endpoint: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: process.env['AWS_REGION'] ?? 'us-east-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_ECS']) delete process.env[name];
}
