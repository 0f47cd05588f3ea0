/** Writes one line a person reads. Programs read what the started program prints on its own. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Seconds since `startMs` (of `performance.now()`), to one decimal. */
export function secondsSince(startMs) {
  return ((performance.now() - startMs) / 1000).toFixed(1);
}

/** Says every few seconds that `what` still runs; call the result to stop. On a terminal it rewrites one line. */
export function progress(what) {
  const start = performance.now();
  const terminal = process.stderr.isTTY;
  const show = () =>
    terminal
      ? process.stderr.write(`\r${what} … ${Math.round(secondsSince(start))} s`)
      : say(`${what} … ${Math.round(secondsSince(start))} s`);
  const timer = setInterval(show, terminal ? 500 : 10_000);
  return () => {
    clearInterval(timer);
    if (terminal) process.stderr.write('\r\x1b[K');
    return secondsSince(start);
  };
}
