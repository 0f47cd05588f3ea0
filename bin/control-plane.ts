#!/usr/bin/env tsx
import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ControlPlaneStack } from '../lib/stacks/control-plane-stack.ts';
import { StateStack } from '../lib/stacks/state-stack.ts';

/** The CDK app. `-c environment=prod -c timeZone=Europe/Berlin` names the environment and its local time. */
const app = new App();
const environment = String(app.node.tryGetContext('environment') ?? 'dev');
const timeZone = String(app.node.tryGetContext('timeZone') ?? 'UTC');

const { table } = new StateStack(app, `hms-ops-${environment}-state`);
new ControlPlaneStack(app, `hms-ops-${environment}-control-plane`, { table, environment, timeZone });

Tags.of(app).add('hms:environment', environment);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
