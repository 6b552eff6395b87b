// Where things are in the repository.

import { fileURLToPath } from "node:url";

/** The repository's root folder, without a slash at its end. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/[/\\]$/, "");

/** What the scripts remember between two runs. Nothing is lost by deleting it. */
export const CACHE = `${ROOT}/.cache`;
