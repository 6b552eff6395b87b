// The licences of what a bundle holds of other people's code: MIT and its like ask that their text goes along.

import { readFileSync, readdirSync } from "node:fs";

import { closureOf, licenceOf, nameOf, readLockfile } from "../locked-packages.js";
import { ROOT } from "../paths.js";

/** What a workspace is built with, without being in what is built. */
const TYPES_ONLY = /^@types\/|^csstype$/;

/**
 * The text of THIRD-PARTY-NOTICES.txt for what is bundled of a workspace's dependencies.
 *
 * @param {string} workspace its folder, such as `packages/cli`
 * @throws {Error} where a package has no licence text
 */
export function renderNotices(workspace) {
  const lockfile = readLockfile();
  const sections = closureOf(lockfile, workspace, "devDependencies")
    .filter((path) => !TYPES_ONLY.test(nameOf(path)))
    .map((path) => {
      const licence = licenceOf(lockfile, path);
      const version = lockfile[path]?.version ?? "";
      return `${nameOf(path)} ${version} (${licence})\n\n${readLicence(path, licence)}`;
    });
  return `This program holds code of the packages below.\n\n${sections.join(`\n${"-".repeat(72)}\n\n`)}`;
}

/**
 * @param {string} path
 * @param {string} license
 */
function readLicence(path, license) {
  const folder = `${ROOT}/${path}`;
  const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (name !== undefined) return `${readFileSync(`${folder}/${name}`, "utf8").trim()}\n`;
  const { author } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const who = typeof author === "string" ? author : author?.name;
  return `Licence: ${license}. Author: ${who ?? "not named"}. The package comes without the licence's text.\n`;
}
