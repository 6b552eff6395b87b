// Bundles the command into dist/, twice: as one file that starts at once, and as modules for the screen. Knows nothing
// of types; `tsc -b` checks those.

import { buildQuickBundle } from "./build/quick-bundle.js";
import { buildScreenBundle } from "./build/screen-bundle.js";

await buildQuickBundle(await buildScreenBundle());
