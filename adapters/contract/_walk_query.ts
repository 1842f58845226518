import assert from "node:assert/strict";
import { meetsScalarConditions, nameMatcher } from "../../core/storage/query/query_matcher.ts";
import { scalarKey } from "../../core/storage/query/scalar_key.ts";
import type {
  FoundVariable,
  LeftCondition,
  QueryPage,
  QueryPageOptions,
  QueryPosition,
  StorageQuery,
} from "../../core/storage/query/storage_query.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import { positionOf, positionOrder } from "./_plain_query.ts";

/** The method `query` of a storage that has it. */
export type AskQuery = NonNullable<VariableStorage["query"]>;

/** More than any query here needs. */
const MAX_PAGES = 10_000;
const DEFAULT_LIMIT = 1_000;
const LEFT: readonly LeftCondition[] = ["names", "values"];

/** How to walk through the pages of a query. */
export interface WalkOptions extends QueryPageOptions {
  /** Called between two pages. Default: does nothing. */
  readonly between?: ((next: QueryPosition) => Promise<void>) | undefined;
}

/** What all pages of a query say together. */
export interface WalkedQuery {
  readonly variables: readonly FoundVariable[];
  readonly skipped: number;
}

/**
 * Walks through all pages of a query, as a caller of a storage does: what a page has left, it applies itself, and then it skips itself,
 * too. Expects of each page what {@linkcode assertPage} expects.
 *
 * @param ask The storage's `query`.
 * @param query The query.
 * @param options Where to begin, how many variables to skip, and the largest number of variables of a page.
 */
export async function walkQuery(
  ask: AskQuery,
  query: StorageQuery,
  { after, skip = 0, limit, between = async () => {} }: WalkOptions = {},
): Promise<WalkedQuery> {
  const variables: FoundVariable[] = [];
  let skipped = 0;
  let at = after;
  for (let pages = 1; pages <= MAX_PAGES; pages++) {
    const wanted = { after: at, skip: skip - skipped, limit };
    const page = await ask(query, wanted);
    assertPage(query, wanted, page);
    const remaining = applyLeft(query, page);
    skipped += page.skipped;
    const passed = Math.min(skip - skipped, remaining.length);
    skipped += passed;
    variables.push(...remaining.slice(passed));
    if (page.next === undefined) return { variables, skipped };
    at = page.next;
    await between(at);
  }
  assert.fail(`The query has not come to its end after ${MAX_PAGES} pages`);
}

/**
 * Expects that a page is what a query and its options allow: not too large, in the order, behind `after`, and with a next position
 * that is farther on. It does not know which variables there are.
 */
export function assertPage(
  query: StorageQuery,
  { after, skip = 0, limit = DEFAULT_LIMIT }: QueryPageOptions,
  { variables, skipped, left = [], next }: QueryPage,
): void {
  const { length } = variables;
  assert.ok(length <= limit, `A page of at most ${limit} variables has ${length}`);
  assert.ok(Number.isInteger(skipped) && skipped >= 0 && skipped <= skip, `skipped ${skipped}`);
  for (const condition of left) assert.ok(LEFT.includes(condition), `left: ${condition}`);
  if (left.length > 0) assert.equal(skipped, 0, "Nothing is skipped if something is left");
  else if (length > 0) assert.equal(skipped, skip, "All is skipped before the first variable");
  const compare = positionOrder(query);
  let last = after;
  for (const found of variables) {
    const position = positionOf(found);
    const isInOrder = last === undefined || compare(last, position) < 0;
    assert.ok(isInOrder, `${describe(position)} comes behind ${describe(last)}`);
    last = position;
  }
  if (next === undefined || last === undefined) return;
  const advance = compare(next, last);
  const isFarther = length > 0 ? advance >= 0 : advance > 0;
  assert.ok(isFarther, `The next page begins at ${describe(next)}, behind ${describe(last)}`);
}

/** The variables of a page for which what the page has left holds, too. */
export function applyLeft(
  { names = [], values = [] }: StorageQuery,
  { variables, left = [] }: QueryPage,
): readonly FoundVariable[] {
  const hasName = nameMatcher(left.includes("names") ? names : []);
  const wanted = left.includes("values") ? values : [];
  return variables.filter(({ record }) => {
    return hasName(record.name) && meetsScalarConditions(wanted, record.type, scalarKey(record));
  });
}

function describe(position: QueryPosition | undefined): string {
  return JSON.stringify(position);
}
