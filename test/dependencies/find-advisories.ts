// Which locked versions have a known hole. Pure: what is locked and what is known come from outside.

import { satisfies, validRange } from "semver";

/** A hole that is known, of a package that is or may be in the tree. */
export interface Advisory {
  package: string;
  /** The versions that have it, as npm writes a range. */
  vulnerable: string;
  /** The first version of this line without it. */
  fixed: string;
  /** A GHSA or CVE id, or the address of the report. */
  id: string;
  what: string;
}

/** The part of a lockfile that matters here. */
export interface Lockfile {
  packages: Record<string, { version?: string; link?: boolean }>;
}

/**
 * One line for each locked package that has a known hole.
 *
 * @throws Error where a range is none
 */
export function findAdvisories({ packages }: Lockfile, known: readonly Advisory[]): string[] {
  for (const { id, vulnerable } of known) {
    if (validRange(vulnerable) === null) throw new Error(`${id}: "${vulnerable}" is no range`);
  }
  return Object.entries(packages).flatMap(([path, { version }]) => {
    const name = path.split("node_modules/").at(-1) ?? "";
    if (version === undefined) return [];
    return known
      .filter((one) => one.package === name)
      .filter(({ vulnerable }) => satisfies(version, vulnerable, { includePrerelease: true }))
      .map(({ id, fixed, what }) => `${path} ${version}: ${what} (${id}), fixed in ${fixed}`);
  });
}
