// The dashboard and the alerts against a server that runs: whatever they ask for is there, and whatever the server counts can be
// seen.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import * as assert from "uvu/assert";

import { ROOT } from "../../scripts/paths.js";
import { pythonWith } from "../../test-support/needs.ts";
import { type Server, startServer } from "../../test-support/server.ts";
import { suite } from "../../test-support/suite.ts";

const test = suite("dashboard and alerts", { needs: ["python3-yaml"] });

interface Alert {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
}

interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { h: number; w: number; x: number; y: number };
  targets?: { expr: string }[];
}

interface Exposed {
  name: string;
  type: string;
}

let server: Server;
let exposed: Exposed[];
let alerts: Alert[];
let panels: Panel[];

test.before(async () => {
  server = await startServer();
  const text = await (await fetch(`${server.url}/metrics`)).text();
  exposed = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => ({
    name,
    type,
  }));
  const file = readYaml("deploy/prometheus/alerts.yml") as { groups: { rules: Alert[] }[] };
  alerts = file.groups.flatMap(({ rules }) => rules);
  const dashboard = readFileSync(`${ROOT}/deploy/grafana/chat.json`, "utf8");
  ({ panels } = JSON.parse(dashboard) as { panels: Panel[] });
});

test.after(() => server.stop().then(() => undefined));

function readYaml(path: string): unknown {
  const toJson = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)";
  const input = readFileSync(`${ROOT}/${path}`);
  const json = execFileSync(pythonWith("python3-yaml"), ["-c", toJson], { input });
  return JSON.parse(json.toString());
}

/** The metrics that an expression asks for. */
function metricsIn(expr: string): string[] {
  return expr.match(/\b(?:chat|nodejs|process)_\w+/g) ?? [];
}

/** Whether a server exports a metric: of a histogram its three series, with their type's own names. */
function isExported(metric: string): boolean {
  return exposed.some(({ name, type }) =>
    type === "histogram"
      ? [`${name}_bucket`, `${name}_sum`, `${name}_count`].includes(metric)
      : name === metric,
  );
}

function expressions(): string[] {
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
}

test("every metric that the dashboard shows is one that a server exports", () => {
  const asked = expressions().flatMap(metricsIn);
  assert.ok(asked.length > 25);
  for (const metric of asked) assert.ok(isExported(metric), metric);
});

test("every metric of the chat can be seen on the dashboard", () => {
  const shown = new Set(expressions().flatMap(metricsIn));
  const own = exposed.filter(({ name }) => name.startsWith("chat_"));
  assert.ok(own.length > 20);
  for (const { name, type } of own) {
    assert.ok(shown.has(type === "histogram" ? `${name}_bucket` : name), name);
  }
});

test("every metric that an alert watches is one that a server exports", () => {
  assert.ok(alerts.length > 5);
  for (const { alert, expr } of alerts) {
    const metrics = metricsIn(expr);
    assert.ok(metrics.length > 0 || expr.startsWith("up{"), alert);
    for (const metric of metrics) assert.ok(isExported(metric), `${alert}: ${metric}`);
  }
});

test("every alert waits a while, says how bad it is, what is wrong and what to do", () => {
  assert.is(new Set(alerts.map(({ alert }) => alert)).size, alerts.length);
  for (const { alert, labels, annotations, for: wait } of alerts) {
    assert.match(wait, /^\d+[sm]$/, alert);
    assert.match(labels.severity, /^(critical|warning)$/, alert);
    assert.ok(annotations.summary !== "" && annotations.description.endsWith("."), alert);
  }
});

test("every alert is explained to whoever is woken by it", () => {
  const operating = readFileSync(`${ROOT}/docs/operating.md`, "utf8");
  for (const { alert } of alerts) assert.match(operating, `\`${alert}\``);
});

test("every panel says what it shows, and none lies over another", () => {
  assert.is(new Set(panels.map(({ id }) => id)).size, panels.length);
  const taken = new Set<string>();
  for (const { type, title, description, gridPos } of panels) {
    assert.ok(title !== "" && (type === "row" || description?.endsWith(".")), title);
    assert.ok(gridPos.x + gridPos.w <= 24, title);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        assert.not.ok(taken.has(`${x} ${y}`), title);
        taken.add(`${x} ${y}`);
      }
    }
  }
});

test.run();
