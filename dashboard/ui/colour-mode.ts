import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { observable } from '../util/observable.ts';

/** `system` follows the viewer's operating system. */
export type ColourMode = 'system' | 'light' | 'dark';

const STORED = 'hms.colour-mode';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

/** The colours the viewer chose. */
export const colourMode = observable<ColourMode>(readStored());

/** Applies the viewer's colours now and whenever the choice or the system's preference changes. */
export function startColourMode(): void {
  apply();
  prefersDark.addEventListener('change', apply);
  colourMode.subscribe(() => {
    localStorage.setItem(STORED, colourMode.get());
    apply();
  });
}

function apply(): void {
  const mode = colourMode.get();
  const dark = mode === 'dark' || (mode === 'system' && prefersDark.matches);
  applyMode(dark ? Mode.Dark : Mode.Light);
  document.documentElement.style.background = dark ? '#161d26' : '#fff';
}

function readStored(): ColourMode {
  const stored = localStorage.getItem(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
