import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { FunctionName } from '../../core/contract/functions.ts';
import { type DeployedApp, FUNCTION_NAMES } from './deployed-app.ts';

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** What the stacks told the functions, all together: each variable means the same everywhere. */
export async function variablesOf(app: DeployedApp): Promise<Variables> {
  const client = new LambdaClient({});
  const all = await Promise.all(FUNCTION_NAMES.map((name) => environmentOf(client, app.functionName(name))));
  return Object.assign({}, ...all);
}

/** Adds test-only variables to functions. Their processes start anew. */
export async function addVariables(
  app: DeployedApp,
  names: readonly FunctionName[],
  added: Variables,
): Promise<void> {
  const client = new LambdaClient({});
  await Promise.all(
    names.map(async (name) => {
      const FunctionName = app.functionName(name);
      const Variables = { ...(await environmentOf(client, FunctionName)), ...added };
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
      await waitUntilFunctionUpdatedV2(
        { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
        { FunctionName },
      );
    }),
  );
}

async function environmentOf(client: LambdaClient, FunctionName: string): Promise<Variables> {
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return { ...Environment?.Variables };
}
