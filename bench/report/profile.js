// The functions a server spent its time in, from the CPU profiles Node writes.

import { existsSync, readFileSync, readdirSync } from "node:fs";

const TOP = 10;

/** A Markdown table of the top ten by own time for each server that has a folder of profiles in there. @param {string} folder */
export function toTopTen(folder) {
  if (!existsSync(folder)) return "";
  return readdirSync(folder)
    .flatMap((server) => {
      const files = readdirSync(`${folder}/${server}`).filter((name) =>
        name.endsWith(".cpuprofile"),
      );
      // The last round's: of several nodes any one.
      return files.slice(-1).map((name) => toTable(server, `${folder}/${server}/${name}`));
    })
    .join("\n");
}

/** @param {string} server @param {string} file */
function toTable(server, file) {
  /** @type {{ nodes: { id: number, callFrame: { functionName: string, url: string, lineNumber: number } }[], samples: number[], timeDeltas: number[] }} */
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, "utf8"));
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  /** @type {Map<string, number>} */
  const own = new Map();
  let busy = 0;
  for (const [index, sample] of samples.entries()) {
    const name = names.get(sample) ?? "?";
    if (name === "(idle)" || name === "(root)") continue;
    const time = timeDeltas[index] ?? 0;
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
