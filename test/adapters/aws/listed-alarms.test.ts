import { ListedAlarms } from '../../../adapters/aws/listed-alarms.ts';
import type { Alarms } from '../../../core/ports.ts';

function opened() {
  const asked: string[] = [];
  let nowMs = 0;
  const alarms: Alarms = {
    ensure: async ({ service }) => void asked.push(`ensure ${service}`),
    list: async (service) => {
      asked.push(`list ${service}`);
      return [];
    },
    listAlarming: async () => [],
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { asked, pass, listed: new ListedAlarms(alarms, () => nowMs) };
}

describe('alarms that are asked for once a minute', () => {
  it('are asked for again after a minute, each service for itself', async () => {
    const { asked, pass, listed } = opened();
    for (const service of ['portal', 'portal', 'web']) await listed.list(service);
    pass(59_999);
    await listed.list('portal');
    expect(asked).toEqual(['list portal', 'list web']);
    pass(1);
    await listed.list('portal');
    expect(asked).toEqual(['list portal', 'list web', 'list portal']);
  });

  it('are asked for anew when they were altered', async () => {
    const { asked, listed } = opened();
    await listed.list('portal');
    await listed.ensure({ service: 'portal', rules: [], cause: { actor: 'reconciler' } });
    await listed.list('portal');
    expect(asked).toEqual(['list portal', 'ensure portal', 'list portal']);
  });

  it('that could not be read are not remembered', async () => {
    const { asked, listed } = opened();
    const failing = new ListedAlarms(
      {
        ensure: async () => undefined,
        list: () => Promise.reject(new Error('no')),
        listAlarming: async () => [],
      },
      () => 0,
    );
    await expect(failing.list('portal')).rejects.toThrow('no');
    await expect(failing.list('portal')).rejects.toThrow('no');
    await listed.list('portal');
    expect(asked).toEqual(['list portal']);
  });
});
