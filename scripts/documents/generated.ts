// The documents that are made, and how. Writes nothing.

import { createAsyncApi } from "../../packages/server/src/http/documents/async-api.ts";
import { createOpenApi } from "../../packages/server/src/http/documents/open-api.ts";
import { VERSION } from "../../packages/server/src/installation.ts";
import { renderDependencyList } from "./dependency-list.js";

/** Each document by its path in the repository, and its text before it is formatted. */
export const generated: readonly { path: string; render: () => string }[] = [
  { path: "docs/dependencies.md", render: renderDependencyList },
  { path: "docs/openapi.json", render: () => toText(createOpenApi(VERSION)) },
  { path: "docs/asyncapi.json", render: () => toText(createAsyncApi(VERSION)) },
];

function toText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
