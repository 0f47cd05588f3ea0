import { Component, type ReactNode } from 'react';
import { Failure } from './Failure.tsx';

interface GuardState {
  readonly cause: unknown;
}

/** Shows a page that broke as a problem instead of an empty screen; the shell around it stays usable. */
export class PageGuard extends Component<{ readonly children: ReactNode }, GuardState> {
  override state: GuardState = { cause: undefined };

  static getDerivedStateFromError(cause: unknown): GuardState {
    return { cause };
  }

  override render() {
    if (this.state.cause === undefined) return this.props.children;
    return <Failure cause={this.state.cause} onRetry={() => this.setState({ cause: undefined })} />;
  }
}
