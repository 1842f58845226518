import { meetsScalarConditions } from "../../../core/storage/query/query_matcher.ts";
import { scalarKey } from "../../../core/storage/query/scalar_key.ts";
import type {
  FoundVariable,
  QueryPosition,
  ScalarCondition,
} from "../../../core/storage/query/storage_query.ts";
import { damagedRow } from "../../_row_values.ts";
import type { InstanceTable } from "../_instance_table.ts";
import type { VariableTable } from "../_variable_table.ts";
import type { Entry } from "./_entry.ts";
import { TimeSlice } from "./_time_slice.ts";

/** A page ends with the variable whose content takes it beyond this number of bytes. */
const MOST_BYTES = 1_048_576;

/** So many variables are read however long it takes, so that a process which stood still does not give pages of one variable. */
const LEAST_READ = 50;

/** The tables of a store that a query reads. */
export interface ReadTables {
  readonly instances: InstanceTable;
  readonly variables: VariableTable;
}

/** The variables that were read. */
export interface ReadEntries {
  readonly variables: readonly FoundVariable[];
  /** The last of them, if the page ends with it for its size, or since the time is over. */
  readonly end: QueryPosition | undefined;
}

/**
 * Reads the rows of variables. Indexes and keys have no checksums, so each row is checked: that it is the one that was looked for,
 * and that its value meets the conditions.
 *
 * @throws {StorageError} "corrupt" if an index led to another row, or a row is not as it was written.
 */
export function readEntries(
  { instances, variables }: ReadTables,
  values: readonly ScalarCondition[],
  entries: readonly Entry[],
): ReadEntries {
  const found: FoundVariable[] = [];
  const slice = new TimeSlice();
  let bytes = 0;
  let checked: number | undefined;
  for (const { instanceId, name, instance, id } of entries) {
    const { record } = variables.read(id, instance, name);
    if (instance !== checked && instances.numberOf(instanceId) === instance) checked = instance;
    if (instance !== checked || !meetsScalarConditions(values, record.type, scalarKey(record))) {
      throw damagedRow(name);
    }
    found.push({ instanceId, record });
    bytes += record.inline?.length ?? 0;
    const isLate = found.length >= LEAST_READ && slice.isOver;
    if (bytes >= MOST_BYTES || isLate) return { variables: found, end: { instanceId, name } };
  }
  return { variables: found, end: undefined };
}
