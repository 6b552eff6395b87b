// `chat status`: which server one talks to and how it does.

import { cleanForTerminal } from "@chat/protocol";

import { askServer, askServerAnyhow } from "../http/ask-server.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import { formatDuration } from "../duration.ts";
import { ExitStatus } from "../exit-status.ts";
import { printLine } from "../output/standard-output.ts";
import { toTable } from "../output/table.ts";
import { loadTerminalStyle } from "../output/terminal-style.ts";
import type { Settings } from "../settings.ts";

/** The flags of `chat status`. */
export interface StatusFlags {
  json?: boolean;
}

const HEALTH_ROW = 1;
const STORES: Readonly<Record<string, string>> = {
  redis: "Redis, which other servers may share",
  embedded: "embedded, on the server's own disk",
};

/** Runs `chat status`: status 75 where the server answers but cannot serve. @throws ChatError, CommandError */
export async function status(settings: Settings, flags: StatusFlags): Promise<number> {
  // The first request pays for the connection; the second is timed.
  const health = await askServerAnyhow(settings, { path: "/readyz" });
  const ready = health.status === 200;
  const begun = performance.now();
  const stats = await askServer(settings, { path: "/stats" });
  const latencyMs = Math.round((performance.now() - begun) * 10) / 10;
  const report = {
    server: settings.server,
    ready,
    reason: ready ? null : toReason(health),
    latencyMs,
    version: toText(stats["version"]),
    store: toText(stats["store"]),
    node: toText(stats["node"]),
    rooms: toNumber(stats["rooms"]),
    people: countPeople(stats["active_rooms"]),
    clients: toNumber(stats["clients"]),
    uptime: toNumber(stats["uptime"]),
    user: settings.user ?? null,
  };
  if (flags.json) {
    await printLine(JSON.stringify(report));
  } else {
    const rows = [
      ["server", report.server],
      ["health", ready ? "well: it takes and delivers messages" : `cannot serve: ${report.reason}`],
      ["version", report.version],
      ["latency", `${latencyMs} ms from here and back`],
      ["store", STORES[report.store] ?? report.store],
      ["rooms", describeRooms(report)],
      ["node", `${report.node}, with ${toCount(report.clients, "connection")}`],
      ["up for", formatDuration(report.uptime * 1_000)],
      ["you", report.user ?? "no name yet: --user NAME or CHAT_USER"],
    ];
    const paint = (await loadTerminalStyle())?.paint;
    const lines = toTable(rows, (cell, column, row) => {
      if (column === 0) return paint?.muted(cell) ?? cell;
      if (row !== HEALTH_ROW) return cell;
      return (ready ? paint?.good(cell) : paint?.bad(cell)) ?? cell;
    });
    for (const line of lines) await printLine(line);
  }
  return ready ? ExitStatus.ok : ExitStatus.tryLater;
}

/** How many names are in rooms; one in two rooms is one. */
function countPeople(rooms: unknown): number {
  if (typeof rooms !== "object" || rooms === null) return 0;
  return new Set(Object.values(rooms).flat()).size;
}

/** Why it is not ready, in the server's own words. */
function toReason({ body }: HttpAnswer): string {
  const { message } = (body["error"] ?? {}) as Record<string, unknown>;
  return toText(message);
}

function describeRooms({ rooms, people }: { rooms: number; people: number }): string {
  if (rooms === 0) return "nobody is in a room";
  return `${toCount(rooms, "room")} with ${toCount(people, "name")} in them`;
}

function toCount(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function toText(value: unknown): string {
  return typeof value === "string" ? cleanForTerminal(value).replaceAll("\n", " ") : "unknown";
}

function toNumber(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
