// Servers from Debian's packages: the Python design this project grew from, a broker and an IRC server in C and C++.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { Process, freePort, temporaryFolder } from "./process.js";
import { startRedis } from "./redis.js";

/** Debian's own Python: its modules are what the packages install. */
const PYTHON = "/usr/bin/python3";

/** @type {import("./index.js").Peer} */
export const pythonApp = {
  name: "python",
  title: "FastAPI + python-socketio + redis",
  protocol: "socket.io",
  history: true,
  needs: ["redis-server"],
  pythonModules: ["fastapi", "socketio", "uvicorn", "redis", "websockets", "uvloop", "httptools"],
  async start({ descriptors }) {
    const redis = await startRedis();
    const port = await freePort();
    const program = fileURLToPath(new URL("python-app.py", import.meta.url));
    const server = new Process(PYTHON, [program], {
      env: { PORT: String(port), REDIS_URL: redis.url },
      ...(descriptors === undefined ? {} : { descriptors }),
    });
    return { ports: [port], servers: [await server.listening(port)], redis: redis.process };
  },
};

/** @type {import("./index.js").Peer} */
export const mosquitto = {
  name: "mosquitto",
  title: "mosquitto (MQTT, no history)",
  protocol: "mqtt",
  history: false,
  needs: ["mosquitto"],
  async start() {
    const port = await freePort();
    const file = `${temporaryFolder()}/mosquitto.conf`;
    const lines = [
      `listener ${port} 127.0.0.1`,
      "allow_anonymous true",
      "max_queued_messages 0",
      "max_inflight_messages 0",
      "set_tcp_nodelay true",
      "persistence false",
    ];
    writeFileSync(file, `${lines.join("\n")}\n`);
    const server = new Process("mosquitto", ["-c", file]);
    return { ports: [port], servers: [await server.listening(port)] };
  },
};

/** @type {import("./index.js").Peer} */
export const inspircd = {
  name: "inspircd",
  title: "inspircd (IRC, no history, no acknowledgement)",
  protocol: "irc",
  history: false,
  needs: ["inspircd"],
  async start() {
    const port = await freePort();
    const folder = temporaryFolder();
    const file = `${folder}/inspircd.conf`;
    writeFileSync(file, toInspircdConfig(port, folder));
    const server = new Process("inspircd", [
      "--nofork",
      "--nopid",
      "--runasroot",
      "--config",
      file,
    ]);
    return { ports: [port], servers: [await server.listening(port)] };
  },
};

/** Without throttles and with queues that hold a flood. @param {number} port @param {string} folder */
function toInspircdConfig(port, folder) {
  return `
<server name="bench.local" description="bench" network="bench" id="97K">
<admin name="bench" nick="bench" email="bench@localhost">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect allow="*" timeout="60" pingfreq="600" hardsendq="512M" softsendq="256M" recvq="16M" threshold="1000000"
  commandrate="1000000" fakelag="no" localmax="20000" globalmax="20000" resolvehostnames="no" useident="no" limit="20000" maxchans="1000">
<options syntaxhints="no" defaultmodes="n">
<performance netbuffersize="65534" somaxconn="4096" softlimit="20000" quietbursts="yes">
<limits maxnick="30" maxchan="64" maxmodes="20" maxident="30" maxline="512">
<log method="file" target="${folder}/log" level="default" type="* -USERINPUT -USEROUTPUT">
<pid file="${folder}/pid">
`;
}
