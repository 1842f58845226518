/** The certificate of a server, and its private key. */
export interface TlsOptions {
  /** The certificate in PEM. Those of the authorities between it and the root follow it, as in the `fullchain.pem` of certbot. */
  readonly cert: string | Uint8Array;
  /** The private key of the certificate in PEM, not encrypted. */
  readonly key: string | Uint8Array;
}
