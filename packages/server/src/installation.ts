// What this server is installed as: a part of the repository, or a package of its own that has the page with it.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const packaged = fileURLToPath(new URL("../page", import.meta.url));
const isPackaged = existsSync(packaged);
const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");

/** The version of the server. */
export const VERSION = (JSON.parse(manifest) as { version: string }).version;

/** The directory of the built page. */
export const PAGE_DIRECTORY = isPackaged
  ? packaged
  : fileURLToPath(new URL("../../web/dist", import.meta.url));

/** What people type for the command line: in the repository it is not on their PATH. */
export const CHAT_COMMAND = isPackaged ? "chat" : "npx chat";
