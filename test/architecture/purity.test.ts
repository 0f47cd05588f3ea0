import { pathToFileURL } from 'node:url';
import { linesMatching, sourcesOf } from './repository.ts';

const IMPURE =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bglobalThis\b|\bperformance\.|from 'node:/;

describe('core reaches the world through ports only', () => {
  it('names no clock, environment or source of randomness', () => {
    expect(linesMatching(sourcesOf('core'), IMPURE)).toEqual([]);
  });

  it('reads no clock and no randomness while it is loaded', async () => {
    const touched = await whileTheWorldIsLocked(async () => {
      for (const file of sourcesOf('core')) await import(pathToFileURL(file).href);
    });
    expect(touched).toEqual([]);
  });
});

/** Runs `work` while each look at the clock or at randomness is noted and refused. */
async function whileTheWorldIsLocked(work: () => Promise<unknown>): Promise<readonly string[]> {
  const touched: string[] = [];
  const refuse = (what: string) => (): never => {
    touched.push(what);
    throw new Error(`${what} was called`);
  };
  const { now } = Date;
  const { random } = Math;
  Date.now = refuse('Date.now');
  Math.random = refuse('Math.random');
  try {
    await work();
  } finally {
    Date.now = now;
    Math.random = random;
  }
  return touched;
}
