/** A Unix socket: a file over which processes of the same machine connect. */
export interface UnixSocket {
  /** The path of the file. At most 94 bytes. */
  readonly path: string;
  /** The rights on the file. Who may write to it may connect. Default `0o600`: the server's own user, and root. */
  readonly mode?: number | undefined;
}
