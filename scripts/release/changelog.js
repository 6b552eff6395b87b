// What CHANGELOG.md says of a version.

/**
 * What keeps a version from being released as far as the changelog goes; empty where nothing does.
 *
 * @param {string} changelog
 * @param {string} version
 */
export function findChangelogFault(changelog, version) {
  const [head = "", notes = ""] = sectionOf(changelog, version);
  if (head === "") return `CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD".`;
  if (!/^## \[[^\]]+\] - \d{4}-\d\d-\d\d$/.test(head)) {
    return `The section of CHANGELOG.md for ${version} has no date: "${head}".`;
  }
  return /^- /m.test(notes) ? "" : `The section of CHANGELOG.md for ${version} says nothing.`;
}

/**
 * The notes of a version, without their head.
 *
 * @param {string} changelog
 * @param {string} version
 */
export function notesOf(changelog, version) {
  return (sectionOf(changelog, version)[1] ?? "").trim();
}

/**
 * @param {string} changelog
 * @param {string} version
 * @returns {string[]} head and text
 */
function sectionOf(changelog, version) {
  const sections = changelog.split(/^(?=## )/m);
  const section = sections.find((text) => text.startsWith(`## [${version}]`)) ?? "";
  const end = section.indexOf("\n");
  return section === "" ? [] : [section.slice(0, end), section.slice(end)];
}
