import { Stack } from 'aws-cdk-lib';
import type { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  CfnDistribution,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  GeoRestriction,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  type ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import { acknowledge } from '../acknowledgements.ts';
import type { OpsContext } from '../context.ts';
import type { OpsBucket } from './ops-bucket.ts';
import { LIVE_PATH, TO_DOCUMENT, TO_LIVE_STAGE } from './page-rewrites.ts';

/** What stands behind the one address. */
export interface PageDistributionProps {
  readonly context: OpsContext;
  readonly page: OpsBucket;
  readonly accessLogs: OpsBucket;
  readonly api: HttpApi;
  readonly live: WebSocketApi;
  readonly headers: ResponseHeadersPolicy;
}

/** One address for everything that people use: the page, the API below `/api/`, and the WebSocket beside it. */
export class PageDistribution extends Construct {
  readonly distribution: Distribution;
  readonly #props: PageDistributionProps;

  constructor(scope: Construct, id: string, props: PageDistributionProps) {
    super(scope, id);
    this.#props = props;
    const { context, page, accessLogs } = props;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `HMS-OPS ${context.environment}`,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      enableLogging: true,
      logBucket: accessLogs.asBucket(),
      logFilePrefix: 'distribution/',
      ...(context.blockedCountries.length > 0 && {
        geoRestriction: GeoRestriction.denylist(...context.blockedCountries),
      }),
      ...(context.webAclArn && { webAclId: context.webAclArn }),
      ...this.#ownName(),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(page.asBucket(), {
          originAccessControl: this.#reader(),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: props.headers,
        functionAssociations: [this.#rewrite('ToDocument', TO_DOCUMENT)],
      },
      additionalBehaviors: this.#apis(),
    });
    this.#acknowledge();
  }

  /** Who signs what the distribution reads of the bucket. Its name is the account's, whatever the region. */
  #reader(): S3OriginAccessControl {
    const { stackName, region } = Stack.of(this);
    return new S3OriginAccessControl(this, 'Reader', { originAccessControlName: `${stackName}-${region}` });
  }

  /** The live path stands before the API's pattern: CloudFront takes the first that fits. */
  #apis(): Readonly<Record<string, BehaviorOptions>> {
    const { api, live } = this.#props;
    const toLive = this.#rewrite('ToLive', TO_LIVE_STAGE);
    return {
      [LIVE_PATH]: { ...this.#dynamic(live.apiId), functionAssociations: [toLive] },
      [`${API_PREFIX.replace(/\/v\d+$/, '')}/*`]: this.#dynamic(api.apiId),
    };
  }

  /** Nothing of the API is ever kept: every call reaches it, with all that the caller said but the name of the host. */
  #dynamic(apiId: string): BehaviorOptions {
    const { region, urlSuffix } = Stack.of(this);
    return {
      origin: new HttpOrigin(`${apiId}.execute-api.${region}.${urlSuffix}`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: this.#props.headers,
      compress: true,
    };
  }

  #rewrite(
    id: string,
    code: string,
  ): { readonly function: EdgeFunction; readonly eventType: FunctionEventType } {
    const edge = new EdgeFunction(this, id, {
      code: FunctionCode.fromInline(code),
      runtime: FunctionRuntime.JS_2_0,
    });
    return { function: edge, eventType: FunctionEventType.VIEWER_REQUEST };
  }

  #ownName() {
    const { domainName, certificateArn } = this.#props.context;
    if (domainName === undefined || certificateArn === undefined) return {};
    return {
      domainNames: [domainName],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  #acknowledge(): void {
    const { defaultChild } = this.distribution.node;
    if (!(defaultChild instanceof CfnDistribution))
      throw new Error('A distribution has no resource of its own.');
    const { webAclArn, domainName, blockedCountries } = this.#props.context;
    if (blockedCountries.length === 0) acknowledge(defaultChild, 'ownersChoice', ['AwsSolutions-CFR1']);
    if (webAclArn === undefined) acknowledge(defaultChild, 'ownersChoice', ['AwsSolutions-CFR2']);
    if (domainName === undefined) acknowledge(defaultChild, 'ownersChoice', ['AwsSolutions-CFR4']);
  }
}
