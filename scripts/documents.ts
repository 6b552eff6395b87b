// `npm run documents`: writes what in docs/ is made and not written: the list of dependencies, and the protocol for programs.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

import { generated } from "./documents/generated.ts";
import { ROOT } from "./paths.js";

for (const { path, render } of generated) {
  writeFileSync(`${ROOT}/${path}`, render());
  console.log(`✓ ${path}`);
}
execFileSync(
  `${ROOT}/node_modules/.bin/oxfmt`,
  generated.map(({ path }) => path),
  { cwd: ROOT },
);
