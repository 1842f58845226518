/** The forms of lines of the log. */
export const LOG_FORMATS = ["text", "json"] as const;

/** One of {@linkcode LOG_FORMATS}: words for people, or a JSON object a line. */
export type LogFormat = (typeof LOG_FORMATS)[number];
