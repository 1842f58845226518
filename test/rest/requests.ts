/** Short forms in which the cases write their requests. Without a path they are for the variable `x`. */
import type { WireRequest } from "../server/_client.ts";
import { FORM_TYPE, type FormPart, form } from "../server/_form.ts";
import { INSTANCE } from "./rest_case.ts";

export const VARIABLES = `/process-instance/${INSTANCE}/variables`;
export const X = `${VARIABLES}/x`;
export const DATA = `${X}/data`;
export const JSON_TYPE: Readonly<Record<string, string>> = { "content-type": "application/json" };

export function get(path: string = X, headers: WireRequest["headers"] = {}): WireRequest {
  return { path, headers };
}

export function head(path: string = X): WireRequest {
  return { method: "HEAD", path };
}

export function put(body: string, path: string = X): WireRequest {
  return { method: "PUT", path, headers: JSON_TYPE, body };
}

export function modify(body: string, path: string = VARIABLES): WireRequest {
  return { method: "POST", path, headers: JSON_TYPE, body };
}

export function remove(path: string = X): WireRequest {
  return { method: "DELETE", path };
}

/** A form of these parts for the bytes of `x`. */
export function post(...parts: readonly FormPart[]): WireRequest {
  return postBody(form(...parts));
}

/** A form as it stands, by default with the boundary of `form()`. */
export function postBody(
  body: string | Uint8Array,
  contentType: string = FORM_TYPE,
  path: string = DATA,
): WireRequest {
  return { method: "POST", path, headers: { "content-type": contentType }, body };
}
