import { type Fleet, FleetConfig } from '../../../../adapters/aws/ecs/fleet-config.ts';

export const PLACE = { account: '123456789012', region: 'us-east-1' } as const;

const role = (name: string) => `arn:aws:iam::${PLACE.account}:role/hms/test/tasks/${name}`;

/** A fleet as the stack of the cluster describes it. */
export const FLEET: Fleet = {
  ...PLACE,
  environment: 'test',
  cluster: 'hms-ops-test',
  config: FleetConfig.parse({
    subnets: ['subnet-1', 'subnet-2'],
    securityGroups: ['sg-1'],
    executionRole: role('execution'),
    taskRole: role('task'),
    namespace: 'hms-test',
    logGroup: '/hms/test/tasks',
  }),
};

/** The same fleet with more to its configuration. */
export function fleetWith(more: Partial<FleetConfig>): Fleet {
  return { ...FLEET, config: { ...FLEET.config, ...more } };
}
