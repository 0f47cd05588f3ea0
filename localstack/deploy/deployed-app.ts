import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { FUNCTIONS, type FunctionName } from '../../core/contract/functions.ts';
import { Template } from './fit-template.ts';

/** What a deployment made, found by where it stands in the app. */
export interface DeployedApp {
  readonly environment: string;
  /** What the stacks say of themselves, e.g. `ApiUrl`. */
  output(name: string): string;
  /** The physical name of the function. */
  functionName(name: FunctionName): string;
  /** The physical id of the resource at a path below its stack, e.g. `Reconcile/Queue`. @throws Error where there is none. */
  at(path: string): string;
  /** The physical ids of every resource of a type whose path matches. */
  all(type: string, path?: RegExp): readonly string[];
}

interface Found {
  readonly path: string;
  readonly type: string;
  readonly id: string;
}

/** Reads what the stacks of `environment` in `assembly` became. */
export async function readDeployedApp(environment: string, assembly: string): Promise<DeployedApp> {
  const client = new CloudFormationClient({});
  const stacks = STACKS.map((stack) => `hms-ops-${environment}-${stack}`);
  const found = (await Promise.all(stacks.map((stack) => resourcesOf(client, stack, assembly)))).flat();
  const outputs = new Map((await Promise.all(stacks.map((stack) => outputsOf(client, stack)))).flat());
  const at = (path: string) => {
    const hit = found.find((one) => one.path === path || one.path === `${path}/Resource`);
    if (hit) return hit.id;
    throw new Error(`Nothing was deployed at ${path}.`);
  };
  return {
    environment,
    output: (name) => outputs.get(name) ?? missing(name),
    functionName: (name) => at(`${name}/Function`),
    at,
    all: (type, path = /./) =>
      found.filter((one) => one.type === type && path.test(one.path)).map(({ id }) => id),
  };
}

const STACKS = ['state', 'fleet', 'dashboard', 'control-plane'] as const;

/** The names of all functions. */
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[]; // safe: the keys of the table are the names

async function resourcesOf(
  client: CloudFormationClient,
  stack: string,
  assembly: string,
): Promise<readonly Found[]> {
  const text = await readFile(join(assembly, `${stack}.template.json`), 'utf8');
  const { Resources } = Template.parse(JSON.parse(text));
  const found: Found[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client },
    { StackName: stack },
  ))
    for (const {
      LogicalResourceId = '',
      PhysicalResourceId: id,
      ResourceType: type = '',
    } of StackResourceSummaries)
      if (id !== undefined) found.push({ id, type, path: pathOf(Resources[LogicalResourceId]) });
  return found;
}

/** Where a resource stands in its stack, as the CDK notes in the template. */
function pathOf(resource: unknown): string {
  const metadata: unknown = Reflect.get(Object(resource), 'Metadata');
  const path: unknown = Reflect.get(Object(metadata), 'aws:cdk:path');
  return String(path ?? '').replace(/^[^/]+\//, '');
}

async function outputsOf(client: CloudFormationClient, stack: string): Promise<readonly [string, string][]> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  return (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
}

function missing(name: string): never {
  throw new Error(`The deployment says nothing about ${name}.`);
}
