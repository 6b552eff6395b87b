// A small SVG line plot: what a delivery costs over the size of the work, both on logarithmic axes. No library.

import { medianOf } from "./table.js";

const WIDTH = 640;
const HEIGHT = 360;
const MARGIN = { left: 64, right: 96, top: 40, bottom: 48 };
const COLORS = ["#2563eb", "#d97706", "#059669", "#9333ea", "#dc2626"];

/** @typedef {{ name: string, points: [x: number, y: number][] }} Line */

/** The first column of a scenario over the size of its cases. @param {import("../scenarios/run-scenario.js").Result} result */
export function toPlot({ scenario, figures }) {
  const figure = scenario.columns[0] ?? "cpu";
  /** @type {Map<string, Line>} */
  const lines = new Map();
  for (const given of scenario.cases) {
    if (typeof given === "string" || given.size === undefined) continue;
    const value = medianOf(figures.get(given.label) ?? [], figure);
    if (!Number.isFinite(value)) continue;
    const line = lines.get(given.peer) ?? { name: given.peer, points: [] };
    line.points.push([given.size, value]);
    lines.set(given.peer, line);
  }
  return draw(scenario.title, "CPU µs per delivery", [...lines.values()]);
}

/** @param {string} title @param {string} unit @param {Line[]} lines */
function draw(title, unit, lines) {
  const points = lines.flatMap((line) => line.points);
  const xAxis = toAxis(
    points.map(([x]) => x),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const yAxis = toAxis(
    points.map(([, y]) => y),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const grid = [
    ...xAxis.ticks.map((tick) => {
      const x = xAxis.place(tick).toFixed(1);
      return `<path class="g" d="M${x} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}"/><text x="${x}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${tick.toLocaleString("en")}</text>`;
    }),
    ...yAxis.ticks.map((tick) => {
      const y = yAxis.place(tick).toFixed(1);
      return `<path class="g" d="M${MARGIN.left} ${y}H${WIDTH - MARGIN.right}"/><text x="${MARGIN.left - 8}" y="${y}" dy=".35em" text-anchor="end">${tick.toLocaleString("en")}</text>`;
    }),
  ];
  const drawn = lines.map((line, index) =>
    drawLine(line, COLORS[index % COLORS.length] ?? "#000", xAxis.place, yAxis.place),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">
<style>text{fill:#666}.g{stroke:#8884}.l{fill:none;stroke-width:2}</style>
<text x="${MARGIN.left}" y="20" font-size="14">${unit} by ${title}</text>
${grid.join("\n")}
${drawn.join("\n")}
</svg>
`;
}

/** @param {Line} line @param {string} color @param {(x: number) => number} toX @param {(y: number) => number} toY */
function drawLine({ name, points }, color, toX, toY) {
  const placed = points.map(([x, y]) => `${toX(x).toFixed(1)} ${toY(y).toFixed(1)}`);
  const dots = points.map(
    ([x, y]) =>
      `<circle cx="${toX(x).toFixed(1)}" cy="${toY(y).toFixed(1)}" r="3" fill="${color}"><title>${name}: ${y.toFixed(2)} at ${x}</title></circle>`,
  );
  const [lastX, lastY] = points.at(-1) ?? [0, 0];
  const label = `<text x="${toX(lastX) + 8}" y="${toY(lastY)}" dy=".35em" style="fill:${color}">${name}</text>`;
  return `<path class="l" stroke="${color}" d="M${placed.join("L")}"/>${dots.join("")}${label}`;
}

/** A logarithmic axis over whole powers of ten. @param {number[]} values @param {number} from @param {number} to */
function toAxis(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    place: (/** @type {number} */ value) =>
      from + ((Math.log10(value) - low) / (high - low)) * (to - from),
  };
}
