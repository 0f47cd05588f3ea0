import { build, type Metafile } from 'esbuild';
import { filesOf } from '../architecture/repository.ts';

/** The most that one function may weigh, minified, the SDK included. Start-up time follows from it. */
const LARGEST_BYTES = 700_000;

describe.each(filesOf('lambdas/*.lambda.ts'))('the bundle of %s', (file) => {
  let metafile: Metafile;

  beforeAll(async () => {
    const result = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      metafile: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      mainFields: ['module', 'main'],
      logLevel: 'silent',
    });
    metafile = result.metafile;
  });

  it('holds nothing of the embedded world, of stacks or of the page', () => {
    const strangers = Object.keys(metafile.inputs).filter((input) =>
      /^(adapters\/embedded|lib|bin|dashboard|client|test)\/|classic-level|hono|aws-cdk/.test(input),
    );
    expect(strangers).toEqual([]);
  });

  it(`weighs at most ${LARGEST_BYTES} bytes`, () => {
    const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
    expect(bytes).toBeLessThanOrEqual(LARGEST_BYTES);
  });
});
