const STREAMS = [process.stdout, process.stderr];

/** What is written while `work` goes on, warnings too: each line that is JSON. Nothing of it is shown. */
export async function linesOf(work: () => Promise<unknown>): Promise<readonly Record<string, unknown>[]> {
  const written: string[] = [];
  const before = STREAMS.map(({ write }) => write);
  for (const stream of STREAMS)
    stream.write = (text: string | Uint8Array) => {
      written.push(String(text));
      return true;
    };
  try {
    await work();
  } finally {
    for (const [nth, stream] of STREAMS.entries()) stream.write = before[nth] ?? stream.write;
  }
  const lines = written.join('').split('\n');
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
}
