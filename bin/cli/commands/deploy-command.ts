import { Command } from 'commander';
import { ApiProblem } from '../../../client/api-problem.ts';
import type { Client } from '../../../client/create-client.ts';
import type { ServiceView } from '../../../core/contract/service.ts';
import type { ServiceSpec, ServiceSpecInput, ServiceSpecPatch } from '../../../core/contract/service-spec.ts';
import {
  type AskChange,
  type ChangeFlags,
  extrasOf,
  runChange,
  wholeNumber,
  withChangeFlags,
} from '../change-command.ts';
import { UsageError } from '../exit-code.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import {
  type Fields,
  present,
  readFields,
  type TaskFlags,
  taskFields,
  withSetting,
  withTaskFlags,
} from '../spec-input.ts';

interface DeployFlags extends TaskFlags, ChangeFlags {
  readonly min?: number;
  readonly max?: number;
  readonly port?: number;
  readonly strategy?: string;
}

/** `hms deploy`: creates or changes a service. A file is the whole spec; flags alone change only what they name. */
export function deployCommand(shell: Shell): Command {
  return withChangeFlags(withSpecFlags(new Command('deploy')))
    .description('deploy a service, or change what is named of it')
    .action(
      shell.does(async (session, name: string | undefined, flags: DeployFlags) =>
        runChange(session, await askOf(session, name, flags), flags),
      ),
    );
}

/** `hms plan`: what `hms deploy` with the same words would change, cost and wait for. Changes nothing. */
export function planCommand(shell: Shell): Command {
  return withSpecFlags(new Command('plan'))
    .description('show what a deploy would change, cost and wait for')
    .action(
      shell.does(async (session, name: string | undefined, flags: DeployFlags) =>
        runChange(session, await askOf(session, name, flags), { ...flags, dryRun: true }),
      ),
    );
}

function withSpecFlags(command: Command): Command {
  return withTaskFlags(command.argument('[service]', 'its name, where no file says it'))
    .option('--min <tasks>', 'tasks at least', wholeNumber)
    .option('--max <tasks>', 'tasks at most', wholeNumber)
    .option('--port <port>', 'the port it listens on', wholeNumber)
    .option('--strategy <kind>', 'rolling, canary, linear or blueGreen');
}

/** A file is the whole spec of the service; flags alone are laid on a service that exists. */
async function askOf(session: Session, name: string | undefined, flags: DeployFlags): Promise<AskChange> {
  const { api, io } = session;
  const extras = extrasOf(flags);
  if (flags.file !== undefined) {
    const body = specOf(await readFields(io, flags.file), name, flags);
    return (query) => api.deployService({ body, query, ...extras });
  }
  if (name === undefined) throw new UsageError('Name the service, or its file with -f.');
  const live = await liveService(api, name);
  if (!live) return (query) => api.deployService({ body: specOf({}, name, flags), query, ...extras });
  const body = patchOf(live.spec, flags);
  return (query) => api.updateService({ params: { name }, body, query, ...extras });
}

/** The API checks what stands in it and names each wrong field. */
function specOf(fields: Fields, name: string | undefined, flags: DeployFlags): ServiceSpecInput {
  const spec: Fields = { ...fields, ...(name !== undefined && { name }), ...named(fields, flags) };
  return spec as ServiceSpecInput; // see above
}

/** Only the fields that flags name; a list of variables or bounds keeps what is not named of it. */
function patchOf(spec: ServiceSpec, flags: DeployFlags): ServiceSpecPatch {
  const patch = named({ ...spec }, flags);
  if (Object.keys(patch).length > 0) return patch as ServiceSpecPatch; // the API checks what stands in it
  throw new UsageError('Name what to change, for example --image, --max or --set field=value.');
}

/** The fields that flags name, with what they say laid over `base`. */
function named(base: Fields, flags: DeployFlags): Fields {
  const replicas = present({ min: flags.min, max: flags.max });
  const { environment, ...plain } = taskFields(flags);
  const said: Fields = {
    ...plain,
    ...present({ port: flags.port, strategy: flags.strategy }),
    ...(Object.keys(replicas).length > 0 && {
      replicas: laidOn(base['replicas'] ?? boundsWith(flags), replicas),
    }),
    ...(environment !== undefined && { environment: laidOn(base['environment'], environment) }),
  };
  const keys = new Set([...Object.keys(said), ...flags.set.map(({ path: [first = ''] }) => first)]);
  const whole = flags.set.reduce(withSetting, { ...base, ...said });
  return Object.fromEntries(Object.entries(whole).filter(([field]) => keys.has(field)));
}

/** The bounds of a service that names only one of them: what the API takes for both, as far as the named one allows. */
function boundsWith({ min = 1, max = 2 }: Pick<DeployFlags, 'min' | 'max'>): Fields {
  return { min: Math.min(1, max), max: Math.max(2, min) };
}

function laidOn(base: unknown, said: unknown): Fields {
  return { ...(base as Fields | undefined), ...(said as Fields) }; // spreading what is no object adds nothing
}

/** The service, unless there is none or it is retired: then a deploy makes a new one. */
async function liveService(api: Client, name: string): Promise<ServiceView | undefined> {
  try {
    const service = await api.getService({ params: { name } });
    return service.status === 'RETIRED' ? undefined : service;
  } catch (error) {
    if (ApiProblem.is(error, 'service.not_found')) return undefined;
    throw error;
  }
}
