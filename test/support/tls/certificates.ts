import { fileURLToPath } from "node:url";

/** A certificate or a key that was made for the tests alone. They are valid until 2126. */
function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Of an authority that signed the others. */
export const CA: string = path("ca.crt");
/** Of an authority that signed nothing. */
export const OTHER_CA: string = path("other_ca.crt");
/** For the name `localhost`, and not for any address. */
export const SERVER = { cert: path("server.crt"), key: path("server.key") } as const;
/** For the role `cert_role`. */
export const CLIENT = { cert: path("client.crt"), key: path("client.key") } as const;
