// A real Caddy for a test, with the repository's own Caddyfile. Needs no rights and no network.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { accepts } from "./accepts.ts";
import { startChild, untilReady } from "./child.ts";
import { freePort } from "./free-port.ts";
import type { CertificateFiles } from "./nginx.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A running Caddy. */
export interface Caddy {
  /** `https://127.0.0.1:{port}`. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const CADDYFILE = fileURLToPath(new URL("../deploy/caddy/Caddyfile", import.meta.url));
const START_BOUND_MS = 10_000;

/**
 * Starts Caddy as in deploy/caddy/Caddyfile before the server on that port of 127.0.0.1, but with a certificate given.
 *
 * @throws Error where it does not answer within 10 s
 */
export async function startCaddy(
  serverPort: number,
  { certificate, key }: CertificateFiles,
): Promise<Caddy> {
  const port = await freePort();
  const folder = temporaryFolder("chat-caddy");
  const site = readFileSync(CADDYFILE, "utf8")
    .replace("chat.example {", `https://127.0.0.1:${port} {\n\ttls ${certificate} ${key}`)
    .replace("127.0.0.1:8000", `127.0.0.1:${serverPort}`);
  const file = join(folder, "Caddyfile");
  // Neither the port 80 for redirects nor the one for administration: tests run side by side.
  writeFileSync(
    file,
    `{\n\tadmin off\n\tauto_https disable_redirects\n\tgrace_period 1s\n}\n${site}`,
  );
  const child = await startChild("caddy", ["run", "--config", file, "--adapter", "caddyfile"], {
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
  });
  await untilReady(child, "Caddy", () => accepts(port), START_BOUND_MS);
  return { url: `https://127.0.0.1:${port}`, port, stop: async () => void (await child.stop()) };
}
