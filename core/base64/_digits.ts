/** The 64 digits of base64 in the order of their values (RFC 4648, section 4). */
export const BASE64_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
