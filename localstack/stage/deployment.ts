import { join } from 'node:path';
import { LOCAL_KEY_ID, LocalGovernance } from '../../adapters/embedded/policy/local-governance.ts';
import { ENV } from '../../core/contract/env.ts';
import { lackedTypes } from '../capabilities.ts';
import { deploy, fitAssembly, synthesize } from '../deploy/deploy-app.ts';
import { type DeployedApp, readDeployedApp } from '../deploy/deployed-app.ts';
import { addVariables, type Variables, variablesOf } from '../deploy/functions.ts';
import { pushCatalogue } from '../deploy/images.ts';
import { People } from '../deploy/people.ts';
import type { Target } from '../target/target.ts';

/** The environment's name: part of everything that is deployed. */
export const ENVIRONMENT = 'emu';

/** The real app, deployed to a target, with people in it. */
export interface Deployment {
  readonly app: DeployedApp;
  readonly variables: Variables;
  readonly people: People;
  readonly governance: LocalGovernance;
  /** Origin of the HTTP API. */
  readonly apiUrl: string;
  /** Origin and stage of the WebSocket API. */
  readonly liveUrl: string;
  /** Types of resources that it was deployed without. */
  readonly without: readonly string[];
}

/** The app put together for the test, and the Governance Layer that it believes. */
export interface Assembled {
  /** The folder of the assembly. */
  readonly assembly: string;
  readonly governance: LocalGovernance;
}

/** Synthesizes every stack of the real app, once, into `folder`. */
export async function assemble(folder: string): Promise<Assembled> {
  const governance = await LocalGovernance.open();
  const assembly = join(folder, 'cdk.out');
  const governanceKeys = JSON.stringify({ [LOCAL_KEY_ID]: governance.publicKeyPem });
  await synthesize({ environment: ENVIRONMENT, assembly, context: { governanceKeys, dashboard: 'false' } });
  return { assembly, governance };
}

/** Fits the assembly to the target, deploys it, and makes people and images. */
export async function deployTo(target: Target, { assembly, governance }: Assembled): Promise<Deployment> {
  const without = await fitAssembly(assembly, lackedTypes(target.kind));
  await deploy(assembly);
  const app = await readDeployedApp(ENVIRONMENT, assembly);
  const people = new People({ poolId: app.output('UserPoolId'), clientId: app.output('UserPoolClientId') });
  await Promise.all([people.make(), pushCatalogue()]);
  const variables = await variablesOf(app);
  const addresses = addressesOf(app, target);
  // Where pages connect is also where messages to them are posted.
  await addVariables(app, ['push'], { [ENV.liveEndpoint]: addresses.liveUrl.replace(/^ws/, 'http') });
  return { app, variables, people, governance, without, ...addresses };
}

/** MiniStack serves APIs at a path too, which needs no names to be resolved. */
function addressesOf(app: DeployedApp, { endpoint, kind }: Target): Pick<Deployment, 'apiUrl' | 'liveUrl'> {
  const [apiUrl, liveUrl] = [app.output('ApiUrl'), app.output('LiveUrl')];
  if (kind !== 'ministack') return { apiUrl, liveUrl: liveUrl.replace(/^http/, 'ws') };
  const path = (url: string) => `${endpoint}/_aws/execute-api/${new URL(url).hostname.split('.')[0]}`;
  const stage = new URL(liveUrl.replace(/^ws/, 'http')).pathname;
  return {
    apiUrl: `${path(apiUrl)}/$default`,
    liveUrl: `${path(liveUrl.replace(/^ws/, 'http'))}${stage}`.replace(/^http/, 'ws'),
  };
}
