import type { ReactNode } from 'react';
import { observable } from '../util/observable.ts';

/** A message at the top of the page that stays until it is dismissed. */
export interface Notice {
  readonly id: string;
  readonly type: 'success' | 'info' | 'warning' | 'error';
  readonly text: ReactNode;
}

/** The messages on screen, newest first. */
export const notices = observable<readonly Notice[]>([]);

/** Tells the viewer something; screen readers announce it. At most three stay. */
export function notify(notice: Omit<Notice, 'id'>): void {
  notices.set([{ ...notice, id: crypto.randomUUID() }, ...notices.get()].slice(0, 3));
}

/** Takes a message away. */
export function dismiss(id: string): void {
  notices.set(notices.get().filter((notice) => notice.id !== id));
}
