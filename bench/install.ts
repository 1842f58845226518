/** Installs the peers of bench/package.json, unless the ones of its lock file are there already. */
import { installPackages } from "../test/support/install_packages.ts";

installPackages(import.meta.dirname);
