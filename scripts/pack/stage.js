// A package as it is published, put together in a folder: only files that belong, a manifest that names only what
// whoever installs it can get, and the other packages of the repository that it needs.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

import { ROOT } from "../paths.js";
import { renderNotices } from "./notices.js";
import { PUBLISHED } from "./published.js";

/** What of a manifest matters to whoever installs it. */
const KEPT_FIELDS = [
  ...["name", "version", "description", "license", "type", "sideEffects", "bin", "exports"],
  ...["dependencies", "peerDependencies", "peerDependenciesMeta", "engines"],
];

/**
 * Puts a package together in an empty folder.
 *
 * @param {import("./published.js").Published} published
 * @param {string} target
 * @param {string} [version] another than that of the repository
 */
export function stage(published, target, version) {
  const { folder, bundled, page, notices } = published;
  for (const file of filesOf(published)) copy(`${folder}/${file}`, `${target}/${file}`);
  if (page !== undefined) {
    for (const file of listFiles("packages/web/dist", "")) {
      copy(`packages/web/dist/${file}`, `${target}/${page}/${file}`);
    }
  }
  for (const other of bundled) {
    const found = PUBLISHED.find((candidate) => candidate.folder === other);
    if (found !== undefined) {
      const place = `${target}/node_modules/${readManifest(other).name}`;
      stage(found, place, version);
      leaveDependenciesToHost(place);
    }
  }
  copy("LICENSE", `${target}/LICENSE`);
  if (notices !== undefined) {
    writeFileSync(`${target}/THIRD-PARTY-NOTICES.txt`, renderNotices(notices));
  }
  writeFileSync(`${target}/README.md`, withoutOutsideLinks(`${folder}/README.md`));
  const manifest = toPublishedManifest(published, version);
  writeFileSync(`${target}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * What a bundled package needs stands among the dependencies of the one that brings it. Named twice, npm would throw it
 * away with the bundle at every upgrade, and fetch it again.
 *
 * @param {string} folder
 */
function leaveDependenciesToHost(folder) {
  const path = `${folder}/package.json`;
  const { dependencies: _, ...manifest } = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * @param {import("./published.js").Published} published
 * @returns {string[]}
 */
function filesOf({ folder, files, compiled }) {
  const all = listFiles(folder, "").filter((file) => files.test(file));
  if (all.length === 0) throw new Error(`${folder} is not built`);
  return compiled ? all.filter((file) => hasSource(folder, file)) : all;
}

/**
 * @param {string} folder
 * @param {string} file
 */
function hasSource(folder, file) {
  if (!file.startsWith("dist/")) return true;
  const source = `${ROOT}/${folder}/src/${file.slice("dist/".length).replace(/(?:\.d\.ts|\.js)$/, "")}`;
  return existsSync(`${source}.ts`) || existsSync(`${source}.tsx`);
}

/**
 * @param {import("./published.js").Published} published
 * @param {string | undefined} version
 */
function toPublishedManifest({ folder, bundled }, version) {
  const manifest = readManifest(folder);
  if (version !== undefined) manifest.version = version;
  const others = bundled.map(readManifest);
  for (const other of others) {
    Object.assign(manifest.dependencies, other.dependencies, { [other.name]: manifest.version });
  }
  const kept = KEPT_FIELDS.flatMap((field) =>
    manifest[field] === undefined ? [] : [[field, manifest[field]]],
  );
  return {
    ...Object.fromEntries(kept),
    ...(others.length > 0 && { bundleDependencies: others.map(({ name }) => name) }),
  };
}

/**
 * @param {string} folder
 * @returns {any}
 */
function readManifest(folder) {
  return JSON.parse(readFileSync(`${ROOT}/${folder}/package.json`, "utf8"));
}

/**
 * A document in which what leads out of its package is words alone.
 *
 * @param {string} path
 */
function withoutOutsideLinks(path) {
  const text = readFileSync(`${ROOT}/${path}`, "utf8");
  return text.replace(/\[([^\]]+)\]\((?!https?:|#)[^)]+\)/g, "$1");
}

/**
 * @param {string} source relative to the repository
 * @param {string} target
 */
function copy(source, target) {
  mkdirSync(dirname(target), { recursive: true });
  if (!target.endsWith(".js")) return copyFileSync(`${ROOT}/${source}`, target);
  // The map that this names is not published.
  const text = readFileSync(`${ROOT}/${source}`, "utf8");
  writeFileSync(target, text.replace(/\n\/\/# sourceMappingURL=\S+\n?$/, "\n"));
}

/**
 * @param {string} folder relative to the repository
 * @param {string} below
 * @returns {string[]}
 */
function listFiles(folder, below) {
  return readdirSync(`${ROOT}/${folder}/${below}`, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules") return [];
    const path = below + entry.name;
    return entry.isDirectory() ? listFiles(folder, `${path}/`) : [path];
  });
}
