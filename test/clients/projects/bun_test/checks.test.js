import { test } from "bun:test";
import { checks } from "./checks.js";

for (const [name, check] of Object.entries(checks)) test(name, check);
