// Results as text: a table of medians a scenario, and a line for each floor that says whether it was met.

/** How figures are called and rounded. @type {Record<string, { title: string, digits: number }>} */
const FIGURES = {
  cpu: { title: "CPU µs/delivery", digits: 2 },
  serverCpu: { title: "server µs", digits: 2 },
  redisCpu: { title: "Redis µs", digits: 2 },
  messageCpu: { title: "CPU µs/message", digits: 1 },
  serverMessageCpu: { title: "server µs/message", digits: 1 },
  rate: { title: "deliveries/s", digits: 0 },
  p50: { title: "p50 ms", digits: 2 },
  p99: { title: "p99 ms", digits: 2 },
  ackP50: { title: "ack p50 ms", digits: 3 },
  ackP99: { title: "ack p99 ms", digits: 3 },
  lost: { title: "lost", digits: 0 },
  repeated: { title: "repeated", digits: 0 },
  outOfOrder: { title: "out of order", digits: 0 },
  disagreeing: { title: "rooms in two orders", digits: 0 },
  refused: { title: "refused", digits: 0 },
  closed: { title: "cut off", digits: 0 },
  rss: { title: "RSS MB", digits: 0 },
  driverCores: { title: "driver cores", digits: 2 },
  allIn: { title: "all in, ms", digits: 0 },
  clientCpu: { title: "CPU ms/client", digits: 2 },
  requestCpu: { title: "CPU µs/request", digits: 0 },
  notModifiedCpu: { title: "with its ETag, µs", digits: 0 },
  notModified: { title: "part that is 304", digits: 2 },
  bytes: { title: "bytes", digits: 0 },
  startMs: { title: "p50 ms", digits: 1 },
  startTimes: { title: "× `node -e 0`", digits: 2 },
  startCpu: { title: "CPU ms", digits: 1 },
  cpuTimes: { title: "× its CPU", digits: 2 },
  seconds: { title: "seconds", digits: 2 },
  lineCpu: { title: "CPU µs/line", digits: 0 },
  nodeStartMs: { title: "`node -e 0`, ms", digits: 0 },
  memberKb: { title: "kB/member", digits: 1 },
  emptyRss: { title: "empty RSS MB", digits: 0 },
  grownMb: { title: "grown by MB", digits: 0 },
  corePart: { title: "% of a core", digits: 1 },
  echoP50: { title: "echo p50 ms", digits: 1 },
  echoP95: { title: "echo p95 ms", digits: 1 },
  screenBytes: { title: "bytes/message", digits: 0 },
  lineBytes: { title: "bytes for one line", digits: 0 },
  missing: { title: "not accounted for", digits: 0 },
  firstMs: { title: "first backlog, ms", digits: 0 },
  nodeMs: { title: "`node -e 0`, ms", digits: 0 },
  nodeTimes: { title: "× `node -e 0`", digits: 1 },
  formBytes: { title: "form, bytes", digits: 0 },
  chatBytes: { title: "chat, bytes", digits: 0 },
  wideBytes: { title: "chat on a wide screen, bytes", digits: 0 },
  formMs: { title: "form, ms", digits: 0 },
  chatMs: { title: "chat, ms", digits: 0 },
  framesPerSecond: { title: "frames/s", digits: 1 },
  frameP99: { title: "frame p99 ms", digits: 1 },
  strangerCores: { title: "cores of the other node", digits: 4 },
};
/** Shown wherever one of them is not 0: what must never be. */
const FAULTS = ["lost", "repeated", "outOfOrder", "disagreeing", "refused", "closed", "missing"];

/**
 * A scenario as a Markdown table with its floors.
 *
 * @param {import("../scenarios/run-scenario.js").Result} result
 */
export function toTable({ scenario, figures, skipped }) {
  const faults = FAULTS.filter(
    (fault) =>
      !scenario.columns.includes(fault) &&
      [...figures.values()].some((rounds) => rounds.some((round) => (round[fault] ?? 0) > 0)),
  );
  const columns = [...scenario.columns, ...faults];
  const rows = [...figures].map(([label, rounds]) => [
    label,
    ...columns.map((column) => format(column, medianOf(rounds, column))),
  ]);
  const head = ["", ...columns.map((column) => FIGURES[column]?.title ?? column)];
  const notes = [...skipped].map(([label, why]) => `${label}: left out, ${why}`);
  return [`### ${scenario.title}`, "", ...align([head, ...rows]), "", ...notes].join("\n");
}

/**
 * Whether the floors were met, a line each; those of servers that were not there are left out.
 *
 * @param {import("../scenarios/run-scenario.js").Result} result
 */
export function toVerdicts(result) {
  return result.scenario.floors.flatMap((floor) => {
    const value = measure(result, floor);
    if (value === undefined || Number.isNaN(value)) return [];
    const met = floor.kind === "most" ? value <= floor.bound : value >= floor.bound;
    const goalMet =
      floor.goal !== undefined &&
      (floor.kind === "most" ? value <= floor.goal : value >= floor.goal);
    return [{ text: describe(floor, value, met, goalMet), met, goalMet }];
  });
}

/**
 * The value a floor is about: a median, or the median over the rounds of the ratio within each.
 *
 * @param {import("../scenarios/run-scenario.js").Result} result
 * @param {{ figure: string, of: string, against?: string | undefined }} floor
 */
export function measure({ figures }, { figure, of, against }) {
  const own = figures.get(of);
  if (!own) return undefined;
  if (against === undefined) return medianOf(own, figure);
  const other = figures.get(against);
  if (!other) return undefined;
  const ratios = own.flatMap((round, index) => {
    const divisor = other[index]?.[figure];
    const value = round[figure];
    return divisor === undefined || value === undefined ? [] : [value / divisor];
  });
  return ratios.length === 0 ? undefined : median(ratios);
}

/** @param {readonly import("../scenarios/session.js").Figures[]} rounds @param {string} figure */
export function medianOf(rounds, figure) {
  return median(rounds.map((round) => round[figure] ?? Number.NaN));
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}

/**
 * @param {import("../scenarios/floors.js").Floor} floor
 * @param {number} value
 * @param {boolean} met
 * @param {boolean} goalMet
 */
function describe(floor, value, met, goalMet) {
  const { figure, of, against, kind, bound, goal } = floor;
  const title = FIGURES[figure]?.title ?? figure;
  const unit = against === undefined ? "" : ` × ${against}`;
  const digits = against === undefined ? (FIGURES[figure]?.digits ?? 2) : 2;
  const show = (/** @type {number} */ number) =>
    number.toLocaleString("en", { maximumFractionDigits: digits });
  const asked = `${kind === "most" ? "at most" : "at least"} ${show(bound)}${unit}`;
  const aim = goal === undefined ? "" : `, goal ${show(goal)}`;
  const verdict = met
    ? goalMet
      ? "met, goal too"
      : "met"
    : `MISSED by ${miss(value, bound, kind)}`;
  return `${verdict}: ${title} of ${of} is ${show(value)}${unit}, asked is ${asked}${aim}`;
}

/** @param {number} value @param {number} bound @param {"most" | "least"} kind */
function miss(value, bound, kind) {
  if (bound === 0 || !Number.isFinite(value)) return String(value);
  const part = kind === "most" ? value / bound - 1 : 1 - value / bound;
  return `${(part * 100).toFixed(0)} %`;
}

/** @param {string} column @param {number} value */
function format(column, value) {
  if (!Number.isFinite(value)) return "–";
  const digits = FIGURES[column]?.digits ?? 2;
  return value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** @param {string[][]} rows */
function align(rows) {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length), 3),
  );
  const lines = rows.map(
    (row) =>
      `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`,
  );
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [lines[0] ?? "", rule, ...lines.slice(1)];
}
