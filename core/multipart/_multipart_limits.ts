import type { LimitName } from "../errors/limit_exceeded_error.ts";

/** The limits of {@linkcode MultipartOptions}. */
export type MultipartLimitName = Extract<
  LimitName,
  "maxParts" | "maxHeaderBytes" | "maxPartBytes" | "maxTotalBytes"
>;

/** The default of each limit. */
export const MULTIPART_LIMITS: Readonly<Record<MultipartLimitName, number>> = {
  maxParts: 1_000,
  maxHeaderBytes: 16 * 1024,
  maxPartBytes: 1024 ** 3,
  maxTotalBytes: 1024 ** 3 + 4 * 1024 ** 2,
};
