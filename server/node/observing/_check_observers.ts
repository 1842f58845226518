import { describeValue } from "../../../core/errors/_describe_value.ts";
import type { RequestObserver } from "./request_observer.ts";

/**
 * Checks the option `observers`, since plain JavaScript may pass anything.
 *
 * @throws {TypeError} If it is no list of observers. The message says what to pass.
 */
export function checkObservers(observers: readonly RequestObserver[]): void {
  const list: unknown = observers;
  if (!Array.isArray(list)) throw unfit("it", list);
  const wrong = list.findIndex((observer: unknown) => !isObserver(observer));
  if (wrong !== -1) throw unfit(`entry ${wrong}`, list[wrong]);
}

function isObserver(value: unknown): value is RequestObserver {
  return (
    typeof value === "object" &&
    value !== null &&
    "ended" in value &&
    typeof value.ended === "function"
  );
}

function unfit(place: string, value: unknown): TypeError {
  return new TypeError(
    `Cannot use 'observers': ${place} is ${describeValue(value)}; pass a list of objects with a method 'ended'`,
  );
}
