// The functions a server spent its time in, from the CPU profiles Node writes.

import { existsSync, readFileSync, readdirSync } from "node:fs";

const TOP = 10;

/**
 * A Markdown table of the top ten by own time for each server that has a folder of profiles in there.
 *
 * @param {string} folder
 */
export function toTopTen(folder) {
  if (!existsSync(folder)) return "";
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: server }) => {
      const files = readdirSync(`${folder}/${server}`).filter((name) =>
        name.endsWith(".cpuprofile"),
      );
      // Of the last round, whose times are in measured.json; of several nodes any one.
      return files.slice(-1).map((name) => toTable(server, `${folder}/${server}`, name));
    })
    .join("\n");
}

/**
 * Only of the time in which something was measured: not of the start, not of the warm-up.
 *
 * @param {string} server
 * @param {string} folder
 * @param {string} file
 */
function toTable(server, folder, file) {
  /** @type {{ nodes: { id: number, callFrame: { functionName: string, url: string, lineNumber: number } }[], startTime: number, samples: number[], timeDeltas: number[] }} */
  const { nodes, startTime, samples, timeDeltas } = JSON.parse(
    readFileSync(`${folder}/${file}`, "utf8"),
  );
  /** @type {{ from: number, to: number | null }} */
  const { from, to } = JSON.parse(readFileSync(`${folder}/measured.json`, "utf8"));
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  /** @type {Map<string, number>} */
  const own = new Map();
  let busy = 0;
  // Profiles are timed by the same clock, in microseconds.
  let at = startTime;
  for (const [index, sample] of samples.entries()) {
    const name = names.get(sample) ?? "?";
    const time = timeDeltas[index] ?? 0;
    at += time;
    if (at < from * 1000 || at > (to ?? Infinity) * 1000) continue;
    if (name === "(idle)" || name === "(root)") continue;
    busy += time;
    own.set(name, (own.get(name) ?? 0) + time);
  }
  const top = [...own].sort(([, a], [, b]) => b - a).slice(0, TOP);
  const rows = top.map(([name, time]) => `| ${((time / busy) * 100).toFixed(1)} % | ${name} |`);
  return [
    `Own time of ${server}, ${(busy / 1e6).toFixed(1)} s busy`,
    "",
    "| part | function |",
    "| ---: | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** @param {{ functionName: string, url: string, lineNumber: number }} frame */
function nameOf({ functionName, url, lineNumber }) {
  const name = functionName === "" ? "(anonymous)" : functionName;
  if (url === "") return name;
  const place = url
    .replace(/^.*\/node_modules\//, "")
    .replace(/^.*\/packages\//, "")
    .replace(/^.*\/bench\//, "bench/");
  return `${name} ${place}:${lineNumber + 1}`;
}
