import { createHash } from "node:crypto";
import { PAGE_PARTS, PAGE_SCRIPT, PAGE_STYLE } from "./_page_text.ts";

/** The page as it is sent. */
export interface Page {
  readonly html: Uint8Array;
  /** Its `Content-Security-Policy`. */
  readonly policy: string;
  /** Its entity tag, in quotes. */
  readonly etag: string;
}

/** Puts the page together. Style and script are in it, so that it is one request, and the policy names them by their hashes. */
export function makePage(): Page {
  const [head, middle, end] = PAGE_PARTS;
  const style = `<style>${PAGE_STYLE}</style>`;
  const script = `<script type="module">${PAGE_SCRIPT}</script>`;
  const html = new TextEncoder().encode(head + style + middle + script + end);
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hashOf(PAGE_SCRIPT)}'`,
    `style-src 'sha256-${hashOf(PAGE_STYLE)}'`,
    "connect-src 'self'",
    "img-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // A browser that knows it refuses to make elements or scripts of texts.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return { html, policy, etag: `"${hashOf(html).slice(0, 22)}"` };
}

function hashOf(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("base64");
}
