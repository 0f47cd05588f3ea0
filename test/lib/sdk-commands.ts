import { build } from 'esbuild';
import type { FunctionName } from '../../core/contract/functions.ts';
import { BUNDLING, entryOf } from '../../lib/bundling.ts';

/**
 * The commands of the SDK that are left in a function's bundle after everything that it cannot reach is gone. Bundled as
 * for AWS, with the SDK outside, so that its imports can be read by name.
 */
export async function sdkCommandsOf(name: FunctionName): Promise<readonly string[]> {
  const { outputFiles } = await build({
    ...BUNDLING,
    mainFields: [...BUNDLING.mainFields],
    minify: false,
    minifySyntax: true,
    treeShaking: true,
    entryPoints: [entryOf(name)],
    external: ['@aws-sdk/*'],
    write: false,
    logLevel: 'error',
  });
  const text = outputFiles[0]?.text ?? '';
  const imports = text.matchAll(/import\s*\{([^}]*)\}\s*from\s*"@aws-sdk\/[^"]+"/g);
  const names = [...imports].flatMap(([, list = '']) => list.split(',').map(importedName));
  return [...new Set(names.filter((imported) => imported.endsWith('Command')))].sort();
}

/** `X` of `X as Y`. */
function importedName(part: string): string {
  return part.trim().split(/\s+as\s+/)[0] ?? '';
}
