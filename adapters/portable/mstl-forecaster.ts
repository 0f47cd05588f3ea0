import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Forecast, Forecaster } from '../../core/ports.ts';

type Mstl = typeof import('@bsull/augurs/mstl');

/** Where the package keeps its WebAssembly, beside its entry point. */
const WASM = 'mstl_bg.wasm';

/**
 * Forecasts with MSTL (several seasons by loess, the trend by AutoETS) of augurs. The 0.3 MB of WebAssembly are read with the
 * first question. Source: github.com/grafana/augurs.
 */
export class MstlForecaster implements Forecaster {
  #library: Promise<Mstl> | undefined;

  async forecast(
    series: Float64Array,
    { season, horizon, level }: { readonly season: number; readonly horizon: number; readonly level: number },
  ): Promise<Forecast | undefined> {
    this.#library ??= load();
    const { MSTL } = await this.#library;
    const model = MSTL.ets([season], { impute: true });
    try {
      model.fit(series);
      const { point, intervals } = model.predict(horizon, level);
      return usable({ point, lower: intervals?.lower ?? point, upper: intervals?.upper ?? point });
    } catch {
      // The library says so by throwing when a series is too short or has nothing to fit.
      return undefined;
    } finally {
      model.free();
    }
  }
}

/** Demand is never negative, and a forecast that is no number is none. */
function usable({ point, lower, upper }: Forecast): Forecast | undefined {
  if (![...point, ...lower, ...upper].every(Number.isFinite)) return undefined;
  const positive = (values: readonly number[]) => values.map((value) => Math.max(0, value));
  return { point: positive(point), lower: positive(lower), upper: positive(upper) };
}

async function load(): Promise<Mstl> {
  const library = await import('@bsull/augurs/mstl');
  library.initSync({ module: await readFile(wasmPath()) });
  return library;
}

/** Beside this module where it was bundled, else where the package keeps it. */
function wasmPath(): URL | string {
  const beside = new URL(WASM, import.meta.url);
  if (existsSync(beside)) return beside;
  return createRequire(import.meta.url)
    .resolve('@bsull/augurs/mstl')
    .replace(/[^/\\]+$/, WASM);
}
