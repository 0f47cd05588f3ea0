type Work = () => void;

const works = new Set<Work>();
let listening = false;

/** Does `work`, which must not wait for anything, when this process ends for whatever reason; returns how to forget it. */
export function onExit(work: Work): () => void {
  if (!listening) listen();
  works.add(work);
  return () => void works.delete(work);
}

function listen(): void {
  listening = true;
  process.once('exit', () => {
    for (const work of works) work();
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.once(signal, () => process.exit(code));
}
