// A real nginx for a test, with the repository's own configuration for several servers. Needs no rights.

import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { startChild, untilReady } from "./child.ts";
import { freePort } from "./free-port.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A running nginx. */
export interface Nginx {
  /** `http://127.0.0.1:{port}`. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const CONFIGURATION = fileURLToPath(new URL("../deploy/nginx/scaled.conf", import.meta.url));
const START_BOUND_MS = 10_000;

/**
 * Starts nginx before the servers on these ports of 127.0.0.1, three of them as in deploy/nginx/scaled.conf.
 *
 * @throws Error where it does not answer within 10 s
 */
export async function startNginx(ports: readonly [number, number, number]): Promise<Nginx> {
  const port = await freePort();
  const folder = temporaryFolder("chat-nginx");
  writeFileSync(join(folder, "nginx.conf"), toConfiguration(ports, port));
  const child = await startChild("nginx", ["-p", folder, "-c", "nginx.conf", "-e", "error.log"], {
    env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` },
  });
  await untilReady(child, "nginx", () => accepts(port), START_BOUND_MS);
  return { url: `http://127.0.0.1:${port}`, port, stop: async () => void (await child.stop()) };
}

/** The repository's configuration with this machine's addresses in it, and what nginx needs around it. */
function toConfiguration(ports: readonly number[], port: number): string {
  const names = ["server", "server-2", "server-3"];
  const servers = readFileSync(CONFIGURATION, "utf8")
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace(/server (server[-\d]*):8000/g, (_, name: string) => {
      return `server 127.0.0.1:${ports[names.indexOf(name)]}`;
    });
  return `
    daemon off;
    pid nginx.pid;
    worker_processes 1;
    events { worker_connections 4096; }
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      ${servers}
    }`;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
