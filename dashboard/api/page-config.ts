import type { PageConfig } from '../../core/contract/page-config.ts';
import { observable } from '../util/observable.ts';

/** What this page was told about its world; undefined until it was read. */
export const pageConfig = observable<PageConfig | undefined>(undefined);
