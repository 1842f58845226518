/**
 * Files that are open only because they may be wanted again. There is one list of them for the whole process, as its limit of
 * open files is one: sockets, other stores and whatever else the program does take their part of it.
 * @module
 */

type CloseSome = () => Promise<boolean>;

const offers = new Set<CloseSome>();
let closing: Promise<boolean> | undefined;

/**
 * Offers files that may be closed when the process can open no more.
 *
 * @param closeSome Closes some; resolves to whether there were any, once they are closed.
 * @returns Withdraws the offer.
 */
export function offerSpareFiles(closeSome: CloseSome): () => void {
  offers.add(closeSome);
  return () => {
    offers.delete(closeSome);
  };
}

/**
 * Closes some spare files. All who ask meanwhile share it.
 *
 * @returns Whether there were any.
 */
export function closeSpareFiles(): Promise<boolean> {
  closing ??= closeOffered().finally(() => {
    closing = undefined;
  });
  return closing;
}

async function closeOffered(): Promise<boolean> {
  const closed = await Promise.all(Array.from(offers, (closeSome) => closeSome()));
  return closed.includes(true);
}
