/**
 * Adapters whose pages of queries are wrong, at once or when others write meanwhile. See `broken_storages.ts`.
 * @module
 */

import { plainQuery, positionOf, positionOrder } from "../../adapters/contract/_plain_query.ts";
import { nextTurn } from "../../core/_next_turn.ts";
import type { FoundVariable } from "../../core/storage/query/storage_query.ts";
import type { BrokenStorage } from "./broken_storages.ts";
import { type Answer, brokenQuery, pageOf, plainAnswer } from "./plain_queries.ts";

const RANDOM = ["random queries", "from seed 1"] as const;
const LIMIT = ["pages of queries", "at most 'limit'"] as const;
const BESIDE_WRITES = ["pages of queries", "writes between two pages"] as const;
const AT_ONCE = ["queries", "a change is found at once"] as const;
const WHOLE = ["pages of queries", "whole or not at all"] as const;
const SLICE = 20;

/** The broken adapters, and the cases that must catch them. */
export const BROKEN_QUERY_PAGES: readonly BrokenStorage[] = [
  brokenQuery("one skipped too many", oneTooMany, ...RANDOM),
  brokenQuery("skips without saying so", silentSkips, ...RANDOM),
  brokenQuery("skips what it leaves", skipsWhatItLeaves, ...RANDOM),
  brokenQuery("ends with an empty slice", endsEmpty, ...RANDOM),
  brokenQuery("counts one page only", countsOnePage, ...RANDOM),
  brokenQuery("pages with their beginning", inclusivePages, ...LIMIT),
  brokenQuery("pages without a limit", unlimitedPages, ...LIMIT),
  brokenQuery("pages that stand still", standsStill, ...LIMIT),
  brokenQuery("a next page one too far", oneTooFar, ...RANDOM),
  brokenQuery("pages by offset", pagesByOffset, ...BESIDE_WRITES),
  brokenQuery("pages behind what must exist", behindWhatExists, ...BESIDE_WRITES),
  brokenQuery("deletions forgotten", forgetsDeletions, ...AT_ONCE),
  brokenQuery("changes found late", foundLate, ...AT_ONCE),
  brokenQuery("a page of two snapshots", twoSnapshots, ...WHOLE),
];

function oneTooMany(): Answer {
  return (all, query, page) => {
    const { skip } = page;
    const answer = plainAnswer(all, query, { ...page, skip: skip === 0 ? 0 : skip + 1 });
    return { ...answer, skipped: Math.min(answer.skipped, skip) };
  };
}

function silentSkips(): Answer {
  return (all, query, page) => ({ ...plainAnswer(all, query, page), skipped: 0 });
}

function skipsWhatItLeaves(): Answer {
  return (all, query, page) => {
    const answer = plainAnswer(all, { ...query, names: [], values: [] }, page);
    return { ...answer, left: ["names", "values"] };
  };
}

/** Looks at some variables for each page. If none of them is found, it takes this for the end. */
function endsEmpty(): Answer {
  return (all, query, { after, skip, limit }) => {
    const whole = { after, skip: 0, limit: SLICE };
    const slice = plainAnswer(all, { ...query, names: [], values: [] }, whole);
    const found = plainQuery(slice.variables, query);
    const page = pageOf(found.slice(skip), Math.min(skip, found.length), limit);
    return { ...page, next: page.next ?? (found.length === 0 ? undefined : slice.next) };
  };
}

function countsOnePage(): Answer {
  return (all, query, page) => {
    const answer = plainAnswer(all, query, page);
    return { ...answer, skipped: Math.min(answer.skipped, page.limit) };
  };
}

function inclusivePages(): Answer {
  return (all, query, { after, skip, limit }) => {
    const compare = positionOrder(query);
    const behind = plainQuery(all, query).filter(
      (found) => after === undefined || compare(positionOf(found), after) >= 0,
    );
    return pageOf(behind.slice(skip), Math.min(skip, behind.length), limit);
  };
}

function unlimitedPages(): Answer {
  return (all, query, page) => plainAnswer(all, query, { ...page, limit: all.length });
}

function standsStill(): Answer {
  return (all, query, page) => {
    const answer = plainAnswer(all, query, page);
    return { ...answer, next: answer.next && (page.after ?? answer.next) };
  };
}

/** Takes the first variable that does not fit for the last one that did. */
function oneTooFar(): Answer {
  return (all, query, page) => {
    const answer = plainAnswer(all, query, page);
    if (answer.next === undefined) return answer;
    const { variables } = plainAnswer(all, query, { after: answer.next, skip: 0, limit: 1 });
    const [behind] = variables.map(positionOf);
    return { ...answer, next: behind };
  };
}

/** Remembers how many variables it has shown, and not where it was. */
function pagesByOffset(): Answer {
  const offsets = new Map<string, number>();
  return (all, query, { after, skip, limit }) => {
    const begin = after === undefined ? 0 : (offsets.get(JSON.stringify(after)) ?? 0);
    const found = plainQuery(all, query).slice(begin);
    const page = pageOf(found.slice(skip), Math.min(skip, found.length), limit);
    offsets.set(JSON.stringify(page.next), begin + page.skipped + page.variables.length);
    return page;
  };
}

function behindWhatExists(): Answer {
  return (all, query, { after, skip, limit }) => {
    const found = plainQuery(all, query);
    const begin = found.findIndex((variable) => {
      return JSON.stringify(positionOf(variable)) === JSON.stringify(after);
    });
    const behind = after !== undefined && begin === -1 ? [] : found.slice(begin + 1);
    return pageOf(behind.slice(skip), Math.min(skip, behind.length), limit);
  };
}

/** An index whose entries stay. */
function forgetsDeletions(): Answer {
  const known = new Map<string, FoundVariable>();
  return (all, query, page) => {
    for (const found of all) known.set(JSON.stringify(positionOf(found)), found);
    return plainAnswer([...known.values()], query, page);
  };
}

function foundLate(): Answer {
  let before: readonly FoundVariable[] = [];
  return (all, query, page) => {
    const answer = plainAnswer(before, query, page);
    before = all;
    return answer;
  };
}

/** Looks up the keys first, and the records a turn later. */
function twoSnapshots(): Answer {
  return async (all, query, page, readAgain) => {
    const answer = plainAnswer(all, query, page);
    await nextTurn();
    const present = new Map(readAgain().map((found) => [JSON.stringify(positionOf(found)), found]));
    const variables = answer.variables.flatMap(
      (found) => present.get(JSON.stringify(positionOf(found))) ?? [],
    );
    return { ...answer, variables };
  };
}
