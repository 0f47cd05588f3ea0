import { copyFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import type { FunctionName } from '../../core/contract/functions.ts';
import { BUNDLING, entryOf, wasmOf } from '../bundling.ts';

/** The code of a function: its bundle, and the WebAssembly that it reads beside it. No source is shipped. */
export function codeOf(name: FunctionName): Code {
  return Code.fromAsset(dirname(entryOf(name)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'), // never used: bundling is local
      environment: { FUNCTION: name }, // all have one source folder: this keeps their bundles apart
      local: {
        tryBundle: (folder) => {
          bundleInto(name, folder);
          return true;
        },
      },
    },
  });
}

function bundleInto(name: FunctionName, folder: string): void {
  const { mainFields, ...options } = BUNDLING;
  buildSync({
    ...options,
    mainFields: [...mainFields],
    entryPoints: [entryOf(name)],
    outfile: join(folder, 'index.mjs'),
    legalComments: 'none',
    logLevel: 'error',
  });
  for (const file of wasmOf(name)) copyFileSync(file, join(folder, basename(file)));
}
