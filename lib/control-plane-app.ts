import { type App, Tags, Validations } from 'aws-cdk-lib';
import { readContext } from './context.ts';
import { environmentNames } from './environment-names.ts';
import { nagPacks } from './nag-packs.ts';
import { ControlPlaneStack } from './stacks/control-plane-stack.ts';
import { DashboardStack } from './stacks/dashboard-stack.ts';
import { FleetStack } from './stacks/fleet-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { StateStack } from './stacks/state-stack.ts';

/** The stacks of one environment, by how often they change. */
export interface ControlPlaneApp {
  readonly state: StateStack;
  readonly fleet: FleetStack;
  readonly dashboard: DashboardStack;
  readonly controlPlane: ControlPlaneStack;
  readonly operations: OperationsStack;
}

/**
 * All stacks of the environment that the context of `app` names, checked by cdk-nag when they are put together.
 * @throws Error that names a context key which is unknown or impossible.
 */
export function controlPlaneApp(app: App): ControlPlaneApp {
  const context = readContext(app);
  const { base } = environmentNames(context.environment);
  const { account, region } = context;
  const shared = {
    context,
    ...((account ?? region) && { env: { ...(account && { account }), ...(region && { region }) } }),
  };
  const state = new StateStack(app, `${base}-state`, shared);
  const fleet = new FleetStack(app, `${base}-fleet`, { ...shared, state });
  const dashboard = new DashboardStack(app, `${base}-dashboard`, { ...shared, state, fleet });
  const controlPlane = new ControlPlaneStack(app, `${base}-control-plane`, {
    ...shared,
    state,
    fleet,
    dashboard,
  });
  const watched = { state, fleet, dashboard, controlPlane };
  const operations = new OperationsStack(app, `${base}-operations`, { ...shared, ...watched });
  // They cost nothing by use, and not every schema of theirs knows tags yet.
  const tagged = {
    excludeResourceTypes: [
      'AWS::CloudWatch::Dashboard',
      'AWS::ElasticLoadBalancingV2::Listener',
      'AWS::ElasticLoadBalancingV2::ListenerRule',
    ],
  };
  Tags.of(app).add('hms:environment', context.environment, tagged);
  Tags.of(app).add('hms:cost-center', context.costCenter, tagged);
  Validations.of(app).addPlugins(...nagPacks(app));
  return { ...watched, operations };
}
