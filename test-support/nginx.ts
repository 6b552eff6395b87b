// A real nginx for a test, with the repository's own configurations: for one server, for several, and for TLS. Needs no rights.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { accepts } from "./accepts.ts";
import { startChild, untilReady } from "./child.ts";
import { freePort } from "./free-port.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A running nginx. */
export interface Nginx {
  /** `http://127.0.0.1:{port}`. */
  readonly url: string;
  readonly port: number;
  /** Where it keeps its files, the logs among them. */
  readonly folder: string;
  stop(): Promise<void>;
}

const FOLDER = fileURLToPath(new URL("../deploy/nginx/", import.meta.url));
const START_BOUND_MS = 10_000;

/**
 * Starts nginx before the servers on these ports of 127.0.0.1, three of them as in deploy/nginx/scaled.conf.
 *
 * @throws Error where it does not answer within 10 s
 */
export async function startNginx(ports: readonly [number, number, number]): Promise<Nginx> {
  const port = await freePort();
  const names = ["server", "server-2", "server-3"];
  const configuration = readFileSync(`${FOLDER}scaled.conf`, "utf8")
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace(/server (server[-\d]*):8000/g, (_, name: string) => {
      return `server 127.0.0.1:${ports[names.indexOf(name)]}`;
    });
  return start(configuration, temporaryFolder("chat-nginx"), "http", port);
}

/**
 * Starts nginx as in deploy/nginx/single.conf before the server on that port of 127.0.0.1.
 *
 * @throws Error where it does not answer within 10 s
 */
export async function startSingleNginx(serverPort: number): Promise<Nginx> {
  const port = await freePort();
  const configuration = readFileSync(`${FOLDER}single.conf`, "utf8")
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replaceAll("http://127.0.0.1:8000", `http://127.0.0.1:${serverPort}`);
  return start(configuration, temporaryFolder("chat-nginx"), "http", port);
}

/** A certificate and its key, as the paths of their files. */
export interface CertificateFiles {
  certificate: string;
  key: string;
}

/** An nginx that speaks TLS. */
export interface TlsNginx extends Nginx {
  /** Where it redirects from: `http://127.0.0.1:{port}`. */
  readonly plainUrl: string;
}

/**
 * Starts nginx as in deploy/nginx/tls.conf before the server on that port of 127.0.0.1.
 *
 * @throws Error where it does not answer within 10 s
 */
export async function startTlsNginx(
  serverPort: number,
  { certificate, key }: CertificateFiles,
): Promise<TlsNginx> {
  const port = await freePort();
  const plainPort = await freePort();
  const folder = temporaryFolder("chat-nginx");
  const configuration = readFileSync(`${FOLDER}tls.conf`, "utf8")
    .replace("listen 80;", `listen 127.0.0.1:${plainPort};`)
    .replace("listen 443 ssl", `listen 127.0.0.1:${port} ssl`)
    .replaceAll("http://127.0.0.1:8000", `http://127.0.0.1:${serverPort}`)
    .replace(/ssl_certificate \S+;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key \S+;/, `ssl_certificate_key ${key};`)
    .replace("/var/log/nginx/chat.log", join(folder, "access.log"));
  const nginx = await start(configuration, folder, "https", port);
  return { ...nginx, plainUrl: `http://127.0.0.1:${plainPort}` };
}

async function start(
  configuration: string,
  folder: string,
  scheme: "http" | "https",
  port: number,
): Promise<Nginx> {
  writeFileSync(join(folder, "nginx.conf"), toWhole(configuration));
  const child = await startChild("nginx", ["-p", folder, "-c", "nginx.conf", "-e", "error.log"], {
    env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` },
  });
  await untilReady(child, "nginx", () => accepts(port), START_BOUND_MS);
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    folder,
    stop: async () => void (await child.stop()),
  };
}

/** What nginx needs around a configuration that stands in its `http` block. */
function toWhole(configuration: string): string {
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
      ${configuration}
    }`;
}
