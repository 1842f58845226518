/** Who logs in, and where. */
export interface Login {
  /** Name or address of the server, or the folder of its Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** The place for messages, without the password, as in `postgres://user@host:5432/database`. */
export function placeOf({ host, port, user, database }: Login): string {
  const at = host.includes(":") ? `[${host}]` : host.replaceAll("/", "%2F");
  return `postgres://${encodeURIComponent(user)}@${at}:${port}/${encodeURIComponent(database)}`;
}
