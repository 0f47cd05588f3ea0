import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLevelStore } from '../../adapters/embedded/level-store.ts';
import { seedServices } from '../../bench/api/seed-services.ts';
import { verifyAudit } from '../../core/audit/verify-audit.ts';
import { list } from '../../core/store/record-type.ts';
import { liveServices, Services } from '../../core/store/records/services.ts';

describe('the services that a bench is measured with', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hms-seed-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('are on the disk, HEALTHY, watched, and explained by a whole audit trail', async () => {
    await seedServices(directory, 3);
    const store = await openLevelStore({ location: join(directory, 'store') });
    try {
      const { items } = await list(store, Services, { ...liveServices, limit: 10 });
      expect(items.map(({ name, status, deploymentId }) => ({ name, status, deploymentId }))).toEqual(
        ['svc-00000', 'svc-00001', 'svc-00002'].map((name) => ({ name, status: 'HEALTHY' })),
      );
      expect(items.every(({ alarms }) => Object.keys(alarms).length === 7)).toBe(true);
      expect(
        await verifyAudit({ store, anchor: { latest: async () => undefined, write: async () => {} } }),
      ).toMatchObject({ ok: true });
    } finally {
      await store.close();
    }
  });
});
