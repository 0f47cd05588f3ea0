/** The account and region that the control plane runs in. */
export interface AwsPlace {
  readonly account: string;
  readonly region: string;
}
