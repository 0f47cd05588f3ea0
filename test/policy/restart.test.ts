import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Embedded, openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import { GRANT, nextGrantPolicy } from '../../adapters/embedded/policy/grant-policy.ts';
import { requestChange } from '../../core/changes/request-change.ts';
import type { Intent } from '../../core/contract/change.ts';
import { ServiceSpec } from '../../core/contract/service-spec.ts';
import { allVersions } from '../../core/policy/policy-versions.ts';
import { policyView } from '../../core/policy/policy-view.ts';
import { receivePolicy } from '../../core/policy/receive-policy.ts';

const GOV = { sub: 'gov', kind: 'governance' } as const;
const SPEC = ServiceSpec.parse({ name: 'svc', image: 'govlab/job-ingest:v1', program: GRANT });

describe('policies and a restart', () => {
  let directory: string;
  let world: Embedded;
  const open = () =>
    openEmbedded({
      directory,
      start: new Date('2026-03-02T08:00:00.000Z'),
      seed: 1,
      speed: 0,
      logLevel: 'silent',
    });
  const ask = (intent: Intent, kind: 'budget' | 'service', name: string) =>
    requestChange(world.ports, {
      target: { kind, name },
      intent,
      requestedBy: GOV,
      reason: 'test',
      correlationId: 'test',
    });
  const sendNext = async () => {
    const all = await allVersions(world.ports.store, GRANT);
    const sent = nextGrantPolicy(all, { broken: false, sign: (message) => world.hands.signPolicy(message) });
    return receivePolicy(world.ports, { intake: sent, sent, actor: GOV, correlationId: 'test' });
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'policies-'));
    world = await open();
  });
  afterEach(async () => {
    await world.close();
    await rm(directory, { recursive: true });
  });

  it('keeps keys, versions and what tasks said; a roll-out under way goes on to its end', async () => {
    await sendNext();
    await ask({ kind: 'budget', monthlyMicroUsd: 1e9, softRatio: 0.8, hardRatio: 1 }, 'budget', GRANT);
    await ask({ kind: 'deploy', spec: SPEC }, 'service', 'svc');
    await world.world.advance(900);
    await sendNext();
    await world.world.advance(90);
    const key = world.hands.bundleKey();
    await world.close();
    world = await open();
    expect(world.hands.bundleKey()).toEqual(key);
    const before = await policyView(world.ports, GRANT);
    expect(before).toMatchObject({ active: 1, newest: { number: 2, status: 'ROLLING_OUT' } });
    await world.world.advance(1_800);
    const after = await policyView(world.ports, GRANT);
    expect(after).toMatchObject({ active: 2, convergence: 1, newest: { status: 'ACTIVE' } });
    expect(await sendNext()).toMatchObject({ number: 3, sourceVersion: 3 });
  });
});
