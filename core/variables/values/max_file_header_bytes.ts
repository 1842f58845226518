/**
 * The largest size in bytes of the `Content-Type` of a File, and of its `Content-Disposition`. Clients and proxies refuse longer
 * ones, so nobody could read the File.
 */
export const MAX_FILE_HEADER_BYTES = 4_096;
