import { meetsScalarConditions } from "../../../core/storage/query/query_matcher.ts";
import type {
  FoundVariable,
  QueryPage,
  QueryPosition,
  StorageQuery,
} from "../../../core/storage/query/storage_query.ts";
import type { DriverQueryPage } from "../../../core/storage/storage_driver.ts";
import { findKeys, type KeyPage } from "../../key_query/_find_keys.ts";
import { NameFilter } from "../../key_query/_name_filter.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import { readRecords } from "../read/_read_records.ts";
import { ValueFiller } from "./_value_filler.ts";

/** Variables that a page has at most. */
const MAX_PAGE = 1_000;
/** The values of so many variables are left to the caller, who reads them. */
const FEW = 1_000;
/** The values of more names than this are left to the caller, too. */
const MAX_NAMES = 16;

/** Answers queries by the keys. Only the records of the variables that were found are read. */
export class VariableQuery {
  readonly #keys: KeyDirectory;
  readonly #filler: ValueFiller;

  constructor(keys: KeyDirectory) {
    this.#keys = keys;
    this.#filler = new ValueFiller(keys);
  }

  /**
   * Finds a page of the variables that a query wants.
   *
   * @throws {StorageError} "corrupt" if one of them was damaged.
   */
  async page(query: StorageQuery, { after, skip, limit }: DriverQueryPage): Promise<QueryPage> {
    await this.#fillValues(query);
    const wanted = { after, skip, limit: Math.min(limit, MAX_PAGE) };
    const page = this.#findKnown(query, wanted);
    if (page !== undefined) return this.#read(page);
    const unfiltered = findKeys(this.#keys.variables, query, { ...wanted, skip: 0 });
    return { ...(await this.#read(unfiltered)), left: ["values"] };
  }

  /** Makes the values known on which the query has conditions, if they are those of many variables of few names. */
  async #fillValues({ names = [], values = [], instanceIds }: StorageQuery): Promise<void> {
    if (names.length === 0 || values.length === 0) return;
    if (instanceIds !== undefined && instanceIds.length <= FEW) return;
    const index = this.#keys.variables.names;
    const wanted = new NameFilter(names).resolve(index.names) ?? [];
    if (wanted.length > MAX_NAMES) return;
    for (const name of wanted) {
      if ((index.instancesOf(name)?.size ?? 0) > FEW) await this.#filler.fill(name);
    }
  }

  /** Finds a page by the keys; `undefined` if a value is not known. */
  #findKnown(query: StorageQuery, page: DriverQueryPage): KeyPage | undefined {
    const { values = [] } = query;
    if (values.length === 0) return findKeys(this.#keys.variables, query, page);
    let isKnown = true;
    const test = ({ instanceId, name }: QueryPosition) => {
      const value = this.#keys.valueOf(instanceId, name);
      if (value === undefined) isKnown = false;
      return value !== undefined && meetsScalarConditions(values, value.type, value.key);
    };
    const found = findKeys(this.#keys.variables, query, page, { test });
    return isKnown ? found : undefined;
  }

  async #read({ keys, skipped, next }: KeyPage): Promise<QueryPage> {
    const found = keys.flatMap(({ instanceId, name }) => this.#keys.find(instanceId, name) ?? []);
    const records = await readRecords(found);
    const variables: FoundVariable[] = [];
    for (const [index, record] of records.entries()) {
      variables.push({ instanceId: found[index]?.instanceId ?? "", record });
    }
    return { variables, skipped, next };
  }
}
