import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { stateWords } from '../util/words.ts';

interface StateProps<S extends string> {
  readonly of: S;
  readonly looks: Readonly<Record<S, StatusIndicatorProps.Type>>;
}

/** A state as icon, colour and word: never colour alone. */
export function State<S extends string>({ of, looks }: StateProps<S>) {
  return <StatusIndicator type={looks[of]}>{stateWords(of)}</StatusIndicator>;
}
