/** The texts that this side and waypost/safety must judge alike. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export interface Case {
  case: string;
  secret: boolean;
  text: string;
}

export const CASES = parse(readFileSync(join(import.meta.dirname, "../../../tests/safety/browser_cases.yml"), "utf-8")) as Case[];
