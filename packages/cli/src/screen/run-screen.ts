// Runs the chat in a terminal: joins keys, client, colours and terminal, and gives the terminal back at the end.

import { setFlagsFromString } from "node:v8";

import type { ChatClient } from "@chat/client";

import { CommandError, ExitStatus } from "../exit-status.ts";
import type { Preferences } from "../preferences/preferences.ts";
import { ASK_BACKGROUND, BackgroundReply } from "./background-reply.ts";
import { ChatScreen } from "./chat-screen.ts";
import { toEndingError } from "./crash-report.ts";
import { editOutside } from "./edit-outside.ts";
import { createEnding } from "./ending.ts";
import { FrameBuilder } from "./frame-builder.ts";
import { InkFrame } from "./ink-frame.ts";
import type { InputMemory } from "./input-memory.ts";
import { KeyReader } from "./key-reader.ts";
import { LagMeter } from "./lag-meter.ts";
import { PaintTimer } from "./paint-timer.ts";
import type { ScreenHost } from "./screen-host.ts";
import { createFullScreen, createInline, type Surface } from "./surface.ts";
import { createInlineMode, FULL_SCREEN, Terminal } from "./terminal.ts";
import { toMouse, withExtras } from "./terminal-extras.ts";
import { ThemeFollower } from "./theme-follower.ts";

/** While the connection is lost its row counts the seconds, in milliseconds. */
const CLOCK_MS = 1_000;

// In a flood almost all that is made is garbage within a frame. V8 would let the space for it grow to 32 MB and keep that;
// collecting it more often costs less than a percent of a core.
setFlagsFromString("--semi-space-growth-factor=1");

/** What a screen is for one person. */
export interface ScreenOptions {
  preferences: Preferences;
  memory: InputMemory;
  /** What to say as soon as the screen is there. */
  greeting?: string | undefined;
  /** In the terminal's own scrollback, without a screen of one's own. */
  inline?: boolean;
}

/**
 * Runs the screen until the person leaves, or the terminal does.
 *
 * @param rooms joined already
 * @returns the exit status
 * @throws CommandError where this program fails: once the terminal is given back
 */
export async function runScreen(
  client: ChatClient,
  rooms: readonly string[],
  { preferences, memory, greeting, inline = false }: ScreenOptions,
): Promise<number> {
  const [first, ...others] = rooms;
  if (first === undefined) throw new CommandError(ExitStatus.usage, "no room was named");
  const { promise, resolve, reject, guard } = createEnding();
  const mode = inline ? createInlineMode(() => surface.remove()) : FULL_SCREEN;
  const extended = withExtras(mode, preferences, inline);
  const terminal = new Terminal(process.stdin, process.stdout, extended);
  const ink = new InkFrame();
  const paint = guard(() => {
    const bytes = surface.paint(terminal.size);
    terminal.write(bytes);
    return bytes.length;
  });
  const timer = new PaintTimer(() => paint() ?? 0);
  const repaint = (): void => {
    surface.invalidate();
    timer.now();
  };
  const theme = new ThemeFollower(preferences, (colours) => {
    builder.paint = colours;
    timer.soon();
  });
  const builder = new FrameBuilder(ink, theme.paint, client.getSnapshot().username, timer.soon);
  const host: ScreenHost = {
    changed: timer.soon,
    redraw: repaint,
    suspend: () => terminal.suspend(),
    quit: () => resolve(ExitStatus.ok),
    now: Date.now,
    signal: (bytes) => terminal.write(bytes),
    editOutside: async (text) => {
      const takeBack = terminal.lend();
      try {
        return await editOutside(text, process.env);
      } finally {
        takeBack();
        resumed();
      }
    },
    inline,
  };
  const screen = new ChatScreen(client, [first, ...others], builder, host, preferences, memory);
  const resumed = (): void => {
    screen.resumed();
    repaint();
  };
  if (greeting !== undefined) screen.say(greeting, "bad");
  memory.onTrouble((why) => screen.say(why, "bad"));
  const surface: Surface = inline
    ? createInline(screen, builder, client, terminal.size)
    : createFullScreen(screen);
  const keys = new KeyReader(
    new BackgroundReply((background) => theme.found(background)),
    guard((inputs) => {
      for (const input of inputs) screen.take(input);
      timer.now();
    }),
  );
  const lag = new LagMeter(
    client,
    () => screen.room,
    (lagMs) => {
      builder.lagMs = lagMs;
      timer.soon();
    },
  );
  process.on("uncaughtException", reject);
  process.on("unhandledRejection", reject);
  terminal.take({
    input: guard((text) => keys.push(text)),
    resize: guard(repaint),
    resume: guard(resumed),
    end: resolve,
  });
  const stops = [
    client.subscribe(timer.soon),
    client.listen((event) => {
      if (event.type === "connection") lag.follow(event.connection);
      screen.hear(event);
      surface.hear(event);
    }),
    preferences.listen(() => {
      terminal.write(toMouse(preferences, inline));
      // How times are written is part of how everything looks.
      builder.paint = theme.paint;
      resumed();
    }),
    every(CLOCK_MS, () => {
      if (client.getSnapshot().connection.status !== "connected") timer.soon();
    }),
  ];
  try {
    timer.now();
    terminal.write(ASK_BACKGROUND);
    lag.follow(client.getSnapshot().connection);
    return await promise;
  } catch (error) {
    terminal.giveBack();
    throw toEndingError(error);
  } finally {
    terminal.giveBack();
    for (const stop of stops) stop();
    for (const clock of [timer, keys, lag, theme, screen]) clock.stop();
    ink.close();
    process.off("uncaughtException", reject);
    process.off("unhandledRejection", reject);
  }
}

function every(ms: number, act: () => void): () => void {
  const clock = setInterval(act, ms);
  return () => clearInterval(clock);
}
