import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { type ControlPlaneApp, controlPlaneApp } from '../../lib/control-plane-app.ts';

/** The app as `cdk.json` makes it, with these choices, but without bundling anything. */
export function assembledApp(
  context: Readonly<Record<string, unknown>> = {},
): ControlPlaneApp & { readonly app: App } {
  const { context: flags } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const choices = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true };
  const app = new App({ context: { ...flags, ...choices, ...context } });
  return { app, ...controlPlaneApp(app) };
}
