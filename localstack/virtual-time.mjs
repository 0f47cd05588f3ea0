import { readFileSync } from 'node:fs';

/**
 * Shifts the clock of the process that preloads it (`node --import`) by the milliseconds that the file named in
 * HMSOPS_TEST_CLOCK holds. Test-only: deployed functions know nothing of it. The file may change at any time; it is
 * looked at again after 5 ms. Timers and `performance.now` go on in real time.
 */
const LOOK_MS = 5;

const path = process.env.HMSOPS_TEST_CLOCK;
const RealDate = Date;
let shiftMs = 0;
let lookedMs = Number.NEGATIVE_INFINITY;

function now() {
  const nowMs = performance.now();
  if (nowMs - lookedMs >= LOOK_MS) {
    lookedMs = nowMs;
    shiftMs = shiftIn(path) ?? shiftMs;
  }
  return RealDate.now() + shiftMs;
}

/** The shift in a file; undefined while there is none that can be read. */
function shiftIn(file) {
  try {
    const shift = Number(readFileSync(file, 'utf8'));
    return Number.isFinite(shift) ? shift : undefined;
  } catch {
    return undefined;
  }
}

class ShiftedDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now());
    else super(...parts);
  }

  static now() {
    return now();
  }
}

/** `Date()` without `new` is text of the present. */
const callable = new Proxy(ShiftedDate, {
  apply: () => new ShiftedDate().toString(),
});

if (path !== undefined) globalThis.Date = callable;
