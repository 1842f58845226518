import { describeValue } from "../../../core/errors/_describe_value.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { type Login, placeOf } from "./_login.ts";
import { readPasswordFile } from "./_password_file.ts";

/** A password, or what fetches it. */
export type Password = string | (() => string | Promise<string>) | undefined;

/**
 * Makes the function that `pg` calls when the server asks for a password. A function, and not a text, so that nothing shows it.
 *
 * @param given The password, or what fetches it; `undefined` if it is looked up in the file.
 * @param file The password file.
 * @param login Who logs in, and where.
 * @returns A function that rejects with a StorageError "io" if there is no password.
 * @throws {TypeError} If it is of another type.
 */
export function passwordSource(given: Password, file: string, login: Login): () => Promise<string> {
  if (given !== undefined && typeof given !== "string" && typeof given !== "function") {
    throw new TypeError(
      `Cannot use the options of PostgresStorage.open: 'password' is ${describeValue(given)}; pass a string or a function`,
    );
  }
  return async () => {
    const password: unknown =
      typeof given === "function"
        ? await given()
        : (given ?? (await readPasswordFile(file, login)));
    if (typeof password === "string" && password !== "" && !password.includes("\0")) {
      return password;
    }
    const problem =
      password === undefined || password === ""
        ? `there is none; give it in 'PGPASSWORD' or in the password file '${file}'`
        : "it is not a string without U+0000";
    throw new StorageError(
      "io",
      `Cannot log in to '${placeOf(login)}': the server asks for a password, and ${problem}`,
    );
  };
}
