// The container files as far as they can be checked without an engine: that they parse, that they agree with the
// repository, and that the services are what the documentation promises.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as assert from "uvu/assert";

import { ROOT } from "../scripts/paths.js";
import { pythonWith } from "../test-support/needs.ts";
import { suite } from "../test-support/suite.ts";

interface Service {
  image?: string;
  build?: string;
  container_name?: string;
  command?: string[];
  ports?: string[];
  volumes?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  stop_grace_period?: string;
}

const compose = suite("docker-compose.yml", { needs: ["python3-yaml"] });
let services: Record<"redis" | "server", Service>;
let volumes: string[];

compose.before(() => {
  const toJson = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)";
  const input = readFileSync(`${ROOT}/docker-compose.yml`);
  const file = JSON.parse(
    execFileSync(pythonWith("python3-yaml"), ["-c", toJson], { input }).toString(),
  ) as {
    services: typeof services;
    volumes: Record<string, null>;
  };
  services = file.services;
  volumes = Object.keys(file.volumes);
});

compose("Redis is chat-redis, on the local port 6379 alone", () => {
  assert.is(services.redis.container_name, "chat-redis");
  assert.match(services.redis.image ?? "", /^redis:[78]/);
  assert.equal(services.redis.ports, ["127.0.0.1:6379:6379"]);
});

compose("Redis writes what it is given to a volume every second", () => {
  const command = services.redis.command?.join(" ") ?? "";
  assert.match(command, "--appendonly yes");
  assert.match(command, "--appendfsync everysec");
  const mount = services.redis.volumes?.find((entry) => entry.endsWith(":/data"));
  assert.ok(volumes.includes(mount?.split(":")[0] ?? ""));
});

compose("the server is built here, waits for a healthy Redis, and tells how it is", () => {
  assert.is(services.server.build, ".");
  assert.is(services.server.depends_on?.["redis"]?.condition, "service_healthy");
  assert.equal(services.redis.healthcheck?.test, ["CMD", "redis-cli", "ping"]);
  assert.match(services.server.healthcheck?.test.join(" ") ?? "", "/healthz");
  assert.is(services.server.environment?.["REDIS_URL"], "redis://redis:6379");
  assert.ok(services.server.stop_grace_period);
});

compose.run();

const dockerfile = suite("Dockerfile");
const text = readFileSync(`${ROOT}/Dockerfile`, "utf8");

dockerfile("every workspace's manifest is there before npm runs", () => {
  const { workspaces } = JSON.parse(readFileSync(`${ROOT}/package.json`, "utf8")) as {
    workspaces: string[];
  };
  for (const folder of workspaces) {
    assert.match(text, `COPY ${folder}/package.json ${folder}/\n`);
  }
});

dockerfile("what it copies from the repository is there", () => {
  const sources = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = ""]) =>
    list.split(" "),
  );
  assert.ok(sources.length > 0);
  for (const source of sources) assert.ok(existsSync(`${ROOT}/${source}`), source);
});

dockerfile("the server does not run as root", () => {
  const last = text.slice(text.lastIndexOf("\nFROM "));
  assert.match(last, /^USER node$/m);
  assert.match(last, /^HEALTHCHECK /m);
});

dockerfile.run();
