// The packages that are published, and what of the repository goes into each. The page is no package: the server has it
// with it.

/**
 * @typedef {object} Published
 * @property {string} folder its workspace
 * @property {RegExp} files what of it belongs, by the path in it
 * @property {boolean} compiled whether dist/ holds a file for each source: what has none is left over from an earlier build
 * @property {readonly string[]} bundled other packages of the repository that it takes along in its node_modules
 * @property {string} [page] the folder in which it has the page
 * @property {string} [notices] the workspace whose dependencies are bundled into it
 */

/** @type {readonly Published[]} */
export const PUBLISHED = [
  {
    folder: "packages/protocol",
    files: /^dist\/.+\.(?:js|d\.ts)$/,
    compiled: true,
    bundled: [],
  },
  {
    folder: "packages/client",
    files: /^dist\/.+\.(?:js|d\.ts)$/,
    compiled: true,
    bundled: ["packages/protocol"],
  },
  {
    folder: "packages/server",
    files: /^bin\/.+|^dist\/.+\.js$/,
    compiled: true,
    bundled: ["packages/protocol"],
    page: "page",
    notices: "packages/web",
  },
  {
    folder: "packages/cli",
    files: /^bin\/.+|^dist\/(?:chat\.cjs|chat-\w+\.cache|main\.js|chunks\/.+\.js)$/,
    compiled: false,
    bundled: [],
    notices: "packages/cli",
  },
];
