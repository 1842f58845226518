/** Installs the peers of bench/package.json, unless those of its lock file are installed already. */
import { installPackages } from "../test/support/install_packages.ts";

installPackages(import.meta.dirname);
