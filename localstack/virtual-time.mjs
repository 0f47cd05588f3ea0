import { readFileSync } from 'node:fs';

/**
 * Gives the process that preloads it (`node --import`) the time of the clock in the file that HMSOPS_TEST_CLOCK names:
 * `real virtual rate`, an instant of real time, what it was then, both in ms since 1970, and how fast it has passed
 * since. Test-only: deployed functions know nothing of it. The file may change at any time; it is looked at again after
 * 2 ms. Timers and `performance.now` go on in real time.
 */
const LOOK_MS = 2;

const path = process.env.HMSOPS_TEST_CLOCK;
const RealDate = Date;
let base = { realMs: 0, virtualMs: 0, rate: 1 };
let lookedMs = Number.NEGATIVE_INFINITY;

function now() {
  const nowMs = performance.now();
  if (nowMs - lookedMs >= LOOK_MS) {
    lookedMs = nowMs;
    base = baseIn(path) ?? base;
  }
  return Math.floor(base.virtualMs + (RealDate.now() - base.realMs) * base.rate);
}

/** Where the clock in a file stands; undefined while there is none that can be read. */
function baseIn(file) {
  try {
    const [realMs, virtualMs, rate] = readFileSync(file, 'utf8').split(' ').map(Number);
    return [realMs, virtualMs, rate].every(Number.isFinite) ? { realMs, virtualMs, rate } : undefined;
  } catch {
    return undefined;
  }
}

class VirtualDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }

  static now() {
    return now();
  }
}

/** `Date()` without `new` is text of the present. */
const callable = new Proxy(VirtualDate, { apply: () => new VirtualDate().toString() });

if (path !== undefined) globalThis.Date = callable;
