/** The options of `createAccess`. At least one of them is given. */
export interface AccessOptions {
  /**
   * Path of the users file: one line a user, `name:hash`, or `name:hash:read` for one who may only read. Blank lines, and lines that
   * begin with `#`, say nothing. `varpost hash-password` makes hashes. Default: nobody enters by name and password.
   */
  readonly usersFile?: string | undefined;
  /**
   * Path of the token file: one token a line, of at least 22 characters, such as `openssl rand -hex 32` prints. Who has one may read and
   * write. Default: nobody enters by a token.
   */
  readonly tokenFile?: string | undefined;
}
