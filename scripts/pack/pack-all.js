// Makes the tarballs: stages each package and lets npm pack it. Builds nothing.

import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";

import { CACHE } from "../paths.js";
import { npm } from "../dependencies.js";
import { PUBLISHED } from "./published.js";
import { stage } from "./stage.js";

/**
 * @typedef {object} Tarball
 * @property {string} name the package
 * @property {string} version
 * @property {string} path
 * @property {number} size bytes, packed
 * @property {string[]} files
 */

/**
 * Packs the published packages.
 *
 * @param {string} to the folder for the tarballs, made where it is missing
 * @param {object} [options]
 * @param {string} [options.version] another than that of the repository
 * @param {string} [options.folder] that package alone, by the folder of its workspace
 * @returns {Tarball[]}
 */
export function packAll(to, { version, folder: only } = {}) {
  mkdirSync(to, { recursive: true });
  const staging = `${CACHE}/pack-${process.pid}`;
  try {
    const chosen = PUBLISHED.filter(({ folder }) => only === undefined || folder === only);
    return chosen.map((published) => {
      const folder = `${staging}/${published.folder}`;
      mkdirSync(folder, { recursive: true });
      stage(published, folder, version);
      return pack(folder, to);
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} to
 * @returns {Tarball}
 */
function pack(folder, to) {
  const [command, ...args] = npm();
  const flags = ["pack", "--json", "--ignore-scripts", "--loglevel=error"];
  const said = execFileSync(command, [...args, ...flags, "--pack-destination", to], {
    cwd: folder,
    encoding: "utf8",
  });
  const [{ name, version, filename, size, files }] = JSON.parse(said);
  return { name, version, path: `${to}/${filename}`, size, files: files.map(pathOf) };
}

/** @param {{ path: string }} file */
function pathOf({ path }) {
  return path;
}
