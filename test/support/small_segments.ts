import { FilesystemDriver } from "../../adapters/filesystem/_filesystem_driver.ts";
import type { DamagePolicy } from "../../adapters/filesystem/log/_log_opening.ts";
import { GuardedStorage } from "../../core/storage/guarded_storage.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";

/** A segment takes some dozen small values, so there are always some that are sealed, merged and deleted. */
const SEGMENT_BYTES = 65_536;

const NO_DAMAGE: DamagePolicy = {
  acceptDamage: false,
  onDamage({ file, start, end }) {
    throw new Error(`'${file}' is said to be damaged from byte ${start} to ${end}`);
  },
};

/**
 * Opens a filesystem store whose segments are small.
 *
 * @param policy What it does about damage. Default: it throws, since there must be none.
 */
export async function openSmallSegments(
  directory: string,
  policy: DamagePolicy = NO_DAMAGE,
): Promise<VariableStorage> {
  const options = { ...policy, segmentBytes: SEGMENT_BYTES };
  return new GuardedStorage(await FilesystemDriver.open(directory, options));
}
