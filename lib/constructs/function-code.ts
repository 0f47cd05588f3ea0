import { dirname } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../../core/contract/functions.ts';
import { bundleInto, entryOf } from '../bundling.ts';

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
