import { nearest } from "../../../core/errors/_nearest.ts";
import { shorten } from "../../../core/errors/_shorten.ts";
import { isKeyword, KEYWORDS, type Keyword, type Setting } from "./_setting.ts";

/**
 * User, password, host, port, database and parameters, as libpq parts them: the user ends at the first `:`, the password at the
 * first `@`. `URL` of the web refuses `postgres://user@/db`, which is common for a Unix socket.
 */
const PARTS =
  /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?(\[[^\]]*\]|[^:/?]*)(?::([^/?]*))?(?:\/([^?]*))?(?:\?(.*))?$/s;

const ENCODE = "write '%40' for '@', '%3A' for ':', '%2F' for '/' and '%25' for '%'";

/**
 * Reads a connection URL of PostgreSQL. Its messages show no password.
 *
 * @param url A URL, such as `postgres://user@host:5432/db?sslmode=require`.
 * @returns The settings that it gives. An empty part gives none.
 * @throws {TypeError} If it is not such a URL, or has an unknown parameter, or gives a setting twice.
 */
export function readUrl(url: string): Map<Keyword, Setting> {
  const [whole, user, password, host, port, database, parameters] = PARTS.exec(url) ?? [];
  if (whole === undefined) {
    throw wrong("it does not look like 'postgres://user@host:5432/database'");
  }
  // Behind a password with a bare `/` or `@`, its rest would be taken for a host, port, database or parameter, and be shown as such.
  if ([host, port, database, parameters].some((part) => part?.includes("@"))) {
    throw wrong(`there is an '@' where none can be; in a user, password or parameter ${ENCODE}`);
  }
  if (host?.includes(",") || port?.includes(",")) {
    throw wrong("it has several hosts; give one, such as a proxy that knows which is the primary");
  }
  const all = new Map<Keyword, Setting>();
  const add = (keyword: Keyword, text: string | undefined) => {
    if (text === undefined || text === "") return;
    if (all.has(keyword)) throw wrong(`it gives '${keyword}' twice`);
    all.set(keyword, { text: decode(keyword, text), source: keyword });
  };
  add("user", user);
  add("password", password);
  add("host", host?.replace(/^\[(.*)\]$/, "$1"));
  add("port", port);
  add("dbname", database);
  for (const parameter of (parameters ?? "").split("&")) {
    const [, name = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(parameter) ?? [];
    if (parameter === "") continue;
    const keyword = decode("parameters", name);
    if (!isKeyword(keyword)) throw unknown(keyword);
    if (value === undefined) throw wrong(`parameter '${keyword}' has no value`);
    add(keyword, value);
  }
  return all;
}

function decode(part: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong(`the percent-encoding of '${part}' is broken; ${ENCODE}`);
  }
}

function unknown(name: string): TypeError {
  const meant = nearest(name, KEYWORDS);
  const hint =
    meant === undefined ? `there are ${KEYWORDS.join(", ")}` : `did you mean '${meant}'?`;
  return wrong(`there is no parameter '${shorten(name)}'; ${hint}`);
}

function wrong(problem: string): TypeError {
  return new TypeError(`Cannot read the URL of PostgreSQL: ${problem}`);
}
