// The pictures of `chat join` in terminals of several sizes, dark and light. Knows the terminal and the conversation;
// who fills the rooms it is told.

import type { ChatClient } from "@chat/client";
import type { Browser } from "playwright-core";

import { ROOT } from "../paths.js";
import { NOW, ROOMS } from "./conversation.ts";
import { type Ground, openTerminal } from "./terminal.ts";

/** A picture of a terminal. */
interface TerminalPicture {
  name: string;
  columns: number;
  rows: number;
  ground: Ground;
  /** Somebody reads further up while others talk. */
  reading?: boolean;
}

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 40, rows: 12 },
];

/** The pictures, the README's first. */
export const TERMINAL_PICTURES: readonly TerminalPicture[] = [
  { name: "terminal", columns: 92, rows: 22, ground: "dark" },
  ...(["dark", "light"] as const).flatMap((ground) =>
    sizes.map(({ columns, rows }) => ({
      name: `terminal-${columns}x${rows}-${ground}`,
      ...{ columns, rows, ground },
    })),
  ),
  { name: "terminal-reading", columns: 92, rows: 24, ground: "dark", reading: true },
];

/** How the others take part. */
export interface Others {
  enter: (username: string) => Promise<ChatClient>;
  post: (username: string, message: string) => Promise<void>;
}

/** Takes one picture: of the terminal of ada, while the others talk. */
export async function takeTerminal(
  picture: TerminalPicture,
  url: string,
  others: Others,
  browser: Browser,
  path: string,
): Promise<void> {
  const ada = await openTerminal(picture, picture.ground, [
    ...[process.execPath, `${ROOT}/packages/cli/bin/chat.js`, "join", ...ROOMS],
    ...["--user", "ada", "--server", url],
  ]);
  try {
    await ada.shows(picture.columns < 50 ? "●" : "connected", "pulls/96");
    const [bea, grace] = [await others.enter("bea"), await others.enter("grace")];
    const dan = await others.enter("dan");
    if (picture.reading) {
      await ada.press("PPage");
      await ada.shows("newest");
    }
    await others.post("ci-bot", NOW.bot);
    await bea.send("ops", NOW.review).stored;
    await dan.send("dev", NOW.elsewhere).stored;
    await dan.send("lunch", NOW.lunch).stored;
    await bea.send("ops", NOW.question).stored;
    grace.setTyping("ops", true);
    await ada.type(NOW.draft);
    await ada.shows("deploy?", "grace is typing", "open");
    await shoot(browser, await ada.toHtml(), picture.ground, path);
    await Promise.all([bea, grace, dan].map((one) => one.close()));
  } finally {
    await ada.close();
  }
}

const WINDOWS = {
  dark: { front: "#d7dae0", back: "#14161b", bar: "#22252c", edge: "#30343d", button: "#454a55" },
  light: { front: "#24272e", back: "#ffffff", bar: "#eceef1", edge: "#d3d7de", button: "#c3c8d1" },
};

async function shoot(browser: Browser, lines: string, ground: Ground, path: string): Promise<void> {
  const { front, back, bar, edge, button } = WINDOWS[ground];
  const context = await browser.newContext({
    deviceScaleFactor: 1,
    viewport: { width: 1_400, height: 900 },
  });
  const page = await context.newPage();
  await page.setContent(`<!doctype html><style>
    body { margin: 0; background: transparent; --cell: 8.43px; }
    .window { display: inline-block; border-radius: 10px; overflow: hidden; background: ${back};
      border: 1px solid ${edge}; }
    .bar { height: 30px; background: ${bar}; display: flex; gap: 8px; padding: 0 12px; align-items: center; }
    .bar i { width: 11px; height: 11px; border-radius: 50%; background: ${button}; }
    .screen { padding: 10px 14px; font: 14px/19px "DejaVu Sans Mono", monospace; color: ${front}; }
    .line { height: 19px; white-space: pre; display: flex; }
    .line span { display: inline-block; height: 19px; }
  </style><div class="window"><div class="bar"><i></i><i></i><i></i></div><div class="screen">${lines}</div></div>`);
  await page.locator(".window").screenshot({ path, omitBackground: true });
  await context.close();
}
