// `npm run pack`: builds everything and makes the tarballs that install anywhere, in dist/. `--to FOLDER` puts them
// elsewhere.

import "./node-version.js";

import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { packAll } from "./pack/pack-all.js";
import { ROOT } from "./paths.js";
import { setup } from "./setup.js";

const { values } = parseArgs({ options: { to: { type: "string", default: `${ROOT}/dist` } } });
if (await setup()) {
  for (const { path, size, files } of packAll(resolve(values.to))) {
    const kilobytes = Math.round(size / 1000);
    console.log(`✓ ${relative(process.cwd(), path)}: ${kilobytes} kB, ${files.length} files`);
  }
} else {
  process.exitCode = 1;
}
