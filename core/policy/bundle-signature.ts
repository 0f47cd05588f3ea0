/** The `keyid` that agents and OPA name the verifying key by in their configuration. */
export const BUNDLE_KEY_ID = 'hms-bundles';

/** OPA verifies RSA, ECDSA and HMAC signatures; Ed25519 is not among them. Source: OPA, Bundles, Signing. */
export const BUNDLE_ALGORITHM = 'ES256';

/** What bundles are signed for. Whoever verifies must be told the same scope. Source: OPA, Bundles, Signing. */
export const BUNDLE_SCOPE = 'read';
