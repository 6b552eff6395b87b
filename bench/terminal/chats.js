// The chat programs that are measured in a terminal, in the benchmark's room: this one, and two for IRC.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { temporaryFolder } from "../peers/process.js";
import { TerminalProgram } from "./terminal-program.js";

const CHAT = fileURLToPath(new URL("../../packages/cli/bin/chat.js", import.meta.url));
const NICK = "watcher";

/**
 * @typedef {object} TerminalChat
 * @property {string} name
 * @property {(port: number, room: string) => TerminalProgram} open
 * @property {RegExp} ready what its screen shows once it is in the room, or can enter it
 * @property {(room: string) => string} [enter] what has to be typed to enter it
 */

/** @type {Record<string, TerminalChat>} */
export const terminalChats = {
  chat: {
    name: "chat",
    open: (port, room) => openChat(port, [room]),
    ready: /● connected/,
  },
  inline: {
    name: "inline",
    open: (port, room) => openChat(port, ["--inline", room]),
    ready: /● connected/,
  },
  weechat: {
    name: "weechat",
    open: (port, room) => {
      const commands = [
        // Nothing of this one is written to disk either.
        "/set logger.file.auto_log off",
        `/server add bench 127.0.0.1/${port} -nicks=${NICK} -autojoin=#${room}`,
        "/set irc.server.bench.ssl off",
        "/connect bench",
      ];
      require("weechat");
      return new TerminalProgram("weechat", [
        "--temp-dir",
        ...commands.flatMap((command) => ["-r", command]),
      ]);
    },
    ready: /End of|Channel #|has joined/,
  },
  irssi: {
    name: "irssi",
    open: (port) => {
      require("irssi");
      const home = `${temporaryFolder()}/irssi`;
      mkdirSync(home, { recursive: true });
      const chatnet = 'bench = { type = "IRC"; };';
      writeFileSync(
        `${home}/config`,
        `servers = ( { address = "127.0.0.1"; chatnet = "bench"; port = "${port}"; autoconnect = "yes"; } );\n` +
          `chatnets = { ${chatnet} };\n` +
          `settings = { core = { nick = "${NICK}"; user_name = "${NICK}"; real_name = "${NICK}"; }; };\n`,
      );
      return new TerminalProgram("irssi", [`--home=${home}`]);
    },
    ready: /Current global users/,
    enter: (room) => `/join #${room}\r`,
  },
};

/** @param {number} port @param {readonly string[]} args */
function openChat(port, args) {
  return new TerminalProgram(
    process.execPath,
    [CHAT, "join", ...args, "--user", NICK, "--server", `http://127.0.0.1:${port}`],
    { env: { XDG_CONFIG_HOME: "/dev/null", XDG_STATE_HOME: temporaryFolder() } },
  );
}

/** @param {string} program @throws Error where it is not installed */
function require(program) {
  if (spawnSync("which", [program]).status !== 0) throw new Error(`${program} is not installed`);
}
