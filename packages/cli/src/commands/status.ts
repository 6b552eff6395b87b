// `chat status`: which server one talks to and how it does.

import { cleanForTerminal } from "@chat/protocol";

import { askServer, askServerAnyhow } from "../http/ask-server.ts";
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

const STATE_ROW = 1;

/** Runs `chat status`: status 75 where the server answers but cannot serve. @throws ChatError, CommandError */
export async function status(settings: Settings, flags: StatusFlags): Promise<number> {
  // The first request pays for the connection; the second is timed.
  const ready = (await askServerAnyhow(settings, { path: "/readyz" })).status === 200;
  const begun = performance.now();
  const stats = await askServer(settings, { path: "/stats" });
  const latencyMs = Math.round((performance.now() - begun) * 10) / 10;
  const report = {
    server: settings.server,
    ready,
    latencyMs,
    store: toText(stats["store"]),
    node: toText(stats["node"]),
    rooms: toNumber(stats["rooms"]),
    clients: toNumber(stats["clients"]),
    uptime: toNumber(stats["uptime"]),
    user: settings.user ?? null,
  };
  if (flags.json) {
    await printLine(JSON.stringify(report));
  } else {
    const rows = [
      ["server", report.server],
      ["state", ready ? "ready" : "not ready: its store is out of reach, or it is closing"],
      ["latency", `${latencyMs} ms`],
      ["store", report.store],
      ["node", report.node],
      ["rooms", `${report.rooms} with members`],
      ["clients", String(report.clients)],
      ["up for", formatDuration(report.uptime * 1_000)],
      ["you", report.user ?? "no name yet: --user NAME or CHAT_USER"],
    ];
    const paint = (await loadTerminalStyle())?.paint;
    const lines = toTable(rows, (cell, column, row) => {
      if (column === 0) return paint?.muted(cell) ?? cell;
      if (row !== STATE_ROW) return cell;
      return (ready ? paint?.good(cell) : paint?.bad(cell)) ?? cell;
    });
    for (const line of lines) await printLine(line);
  }
  return ready ? ExitStatus.ok : ExitStatus.tryLater;
}

function toText(value: unknown): string {
  return typeof value === "string" ? cleanForTerminal(value).replaceAll("\n", " ") : "unknown";
}

function toNumber(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
