// What the server needs of this machine whatever the store: its port, files to open, a new enough Node, the built page.

import { existsSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";

import type { Config } from "../config.ts";
import { PAGE_DIRECTORY } from "../installation.ts";
import { TokenFileError, readTokenFile } from "../token-file.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** Files that the server has open whoever is connected. */
const FILES_OF_ITS_OWN = 64;
const FILES_MIN = 10_000;
const NODE_MIN = [20, 19] as const;
const ANSWER_WITHIN_MS = 2_000;
const LOOPBACK = /^(127\.|::1$|localhost$)/;

/** Looks at all of it. */
export async function examineMachine(config: Config): Promise<Finding[]> {
  return [
    examineNode(),
    ...examineDoor(config),
    await examinePort(config),
    examineFiles(),
    examinePage(),
  ];
}

function examineNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const old = major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1]);
  return old
    ? problem(
        "Node",
        `Node ${process.version} is too old.`,
        `Install Node ${NODE_MIN.join(".")} or later.`,
      )
    : ok("Node", `Node ${process.version}.`);
}

function examineDoor({ host, tokens, tokenFile }: Config): Finding[] {
  let fromFile: string[] = [];
  try {
    if (tokenFile !== undefined) fromFile = readTokenFile(tokenFile);
  } catch (error) {
    if (!(error instanceof TokenFileError)) throw error;
    return [problem("token", error.message, "Correct CHAT_TOKEN_FILE, or the rights of the file.")];
  }
  const count = tokens.length + fromFile.length;
  if (count > 0) return [ok("token", `Whoever comes must bring one of ${count}.`)];
  if (LOOPBACK.test(host))
    return [ok("token", "None is asked for, and only this machine can connect.")];
  return [
    warning(
      "token",
      `None is asked for, and HOST ${host} lets other machines connect.`,
      "Set CHAT_TOKEN, unless the network is yours.",
    ),
  ];
}

async function examinePort({ host, port }: Config): Promise<Finding> {
  const code = await tryListening(host, port);
  const where = `Port ${port} on ${host}`;
  if (code === undefined) return ok("port", `${where} is free.`);
  if (code !== "EADDRINUSE") {
    return problem(
      "port",
      `${where} cannot be listened on (${code}).`,
      "Choose another PORT or HOST.",
    );
  }
  return (await isChat(host, port))
    ? ok("port", `${where} is where a chat server answers already.`)
    : problem(
        "port",
        `${where} is in use by something else.`,
        "Stop what uses it, or choose another PORT.",
      );
}

/** The code of the error, undefined where it can be listened on. */
function tryListening(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
}

function isChat(host: string, port: number): Promise<boolean> {
  const everywhere = host === "0.0.0.0" || host === "::";
  const options = { host: everywhere ? "localhost" : host, port, path: "/healthz", agent: false };
  return new Promise((resolve) => {
    const request = get({ ...options, timeout: ANSWER_WITHIN_MS });
    request.once("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.once("end", () => resolve(body === '{"status":"ok"}'));
    });
    request.once("timeout", () => request.destroy(new Error("no answer")));
    request.once("error", () => resolve(false));
  });
}

/** Each connection is an open file. Node raises its own limit as far as the system lets it. */
function examineFiles(): Finding {
  const limits = existsSync("/proc/self/limits") ? readFileSync("/proc/self/limits", "utf8") : "";
  const soft = /^Max open files +(\d+)/m.exec(limits)?.[1];
  if (soft === undefined) return ok("open files", "This system sets no limit that can be read.");
  const connections = Math.max(0, Number(soft) - FILES_OF_ITS_OWN);
  const says = `The limit leaves room for ${connections.toLocaleString("en-US")} connections.`;
  return Number(soft) >= FILES_MIN
    ? ok("open files", says)
    : warning("open files", says, "Raise it: ulimit -n, or LimitNOFILE= in the systemd unit.");
}

function examinePage(): Finding {
  return existsSync(join(PAGE_DIRECTORY, "index.html"))
    ? ok("page", "The page is there.")
    : warning("page", "The page was not built: browsers get none.", "Run npm run build.");
}
