import type { PriceTable } from '../contract/money.ts';

/**
 * AWS Fargate, Linux/x86, us-east-1, on demand. Compute only: no load balancer, traffic, logs or storage.
 * Source: aws.amazon.com/fargate/pricing. A month is 730 hours, as in the AWS pricing calculator.
 */
export const FARGATE_X86_US_EAST_1: PriceTable = {
  version: 'fargate-x86-us-east-1-2026-11',
  date: '2026-11-01',
  source: 'https://aws.amazon.com/fargate/pricing/',
  region: 'us-east-1',
  vcpuHourMicroUsd: 40_480,
  gbHourMicroUsd: 4_445,
  hoursPerMonth: 730,
  note: 'compute only',
};
