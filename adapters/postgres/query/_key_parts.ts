import { idParts, instanceParts, partOfName } from "./_instance_parts.ts";
import type { KeyPart } from "./_key_part.ts";
import { nameParts, unlistedParts } from "./_name_parts.ts";
import type { Wanted } from "./_wanted.ts";

/** Cuts the result of a query behind `after` into parts, in its order. */
export function keyParts(wanted: Wanted): Iterable<KeyPart> {
  const { query, names, ids } = wanted;
  const { list } = names;
  if (query.order === "name") {
    return list === undefined ? unlistedParts(wanted) : nameParts(wanted, list);
  }
  if (ids !== undefined) return idParts(wanted, ids);
  const [only] = list?.length === 1 ? list : [];
  return only === undefined ? instanceParts(wanted) : [partOfName(wanted, only)];
}
