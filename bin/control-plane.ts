#!/usr/bin/env tsx
import { App } from 'aws-cdk-lib';
import { controlPlaneApp } from '../lib/control-plane-app.ts';

/** The CDK app. `-c environment=prod -c timeZone=Europe/Berlin` names the environment and its local time. */
controlPlaneApp(new App());
