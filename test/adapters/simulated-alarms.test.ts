import { MutationLog } from '../../adapters/embedded/cloud/mutation-log.ts';
import { NO_SIDECARS } from '../../adapters/embedded/cloud/sidecars.ts';
import { SimulatedAlarms } from '../../adapters/embedded/cloud/simulated-alarms.ts';
import { SimulatedMetrics } from '../../adapters/embedded/cloud/simulated-metrics.ts';
import { VirtualClock } from '../../adapters/embedded/virtual-clock.ts';
import { describeAlarms } from './alarms.contract.ts';
import { START } from './cloud-fixture.ts';

describeAlarms('the simulated cloud', async () => {
  const scene = { seed: 1, nowMs: START.getTime(), emit: () => undefined, sidecars: NO_SIDECARS };
  const mutations = new MutationLog(scene);
  const metrics = new SimulatedMetrics(new VirtualClock(START));
  const alarms = new SimulatedAlarms({ scene, metrics, mutations, environment: 'test' });
  return {
    alarms,
    mutations: () => mutations.all.length,
    raise: (service, kind) =>
      alarms.load(
        alarms
          .all()
          .map((alarm) =>
            alarm.service === service && alarm.kind === kind ? { ...alarm, state: 'ALARM' } : alarm,
          ),
      ),
  };
});
