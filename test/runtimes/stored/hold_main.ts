/** Opens the store in a directory, prints "open" or the code of the error, and closes it when its standard input ends. */
import { once } from "node:events";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";

const [directory = ""] = process.argv.slice(2);
try {
  const storage = await FilesystemStorage.open(directory);
  console.log("open");
  process.stdin.resume();
  await once(process.stdin, "end");
  await storage.close();
} catch (error) {
  console.log(error instanceof StorageError ? error.code : error);
}
