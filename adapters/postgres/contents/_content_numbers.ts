/** Numbers that share their random part, 40 bits of the 53 that a number of JavaScript keeps exactly. */
const NUMBERS_PER_PART = 8_192;

/**
 * Makes a source of numbers for new contents. They are random, and not from a sequence of the database: what a crash of the database
 * takes back, a sequence gives again, and so does a replica that becomes the primary. Then two processes would write into one content.
 *
 * Contents that come one after the other have neighbouring numbers, and so neighbouring places in the index.
 */
export function contentNumbers(): () => number {
  let last = 0;
  return () => {
    last++;
    if (last % NUMBERS_PER_PART <= 1) last = randomPart() * NUMBERS_PER_PART + 1;
    return last;
  };
}

/** A random number of 40 bits. */
function randomPart(): number {
  const [low = 0, high = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high % 2 ** 8) * 2 ** 32 + low;
}
