// Runs the full screen: joins keys, client and terminal, and gives the terminal back at the end.

import { setFlagsFromString } from "node:v8";

import type { ChatClient } from "@chat/client";
import supportsHyperlinks from "supports-hyperlinks";

import { CommandError, ExitStatus } from "../exit-status.ts";
import { ASK_BACKGROUND, backgroundOf, BackgroundReply } from "./background-reply.ts";
import { ChatScreen } from "./chat-screen.ts";
import { toEndingError } from "./crash-report.ts";
import { FrameBuilder } from "./frame-builder.ts";
import { InkFrame } from "./ink-frame.ts";
import { KeyReader } from "./key-reader.ts";
import { LagMeter } from "./lag-meter.ts";
import { createPaint, type Paint } from "./paint.ts";
import { PaintTimer } from "./paint-timer.ts";
import { Painter } from "./painter.ts";
import { Terminal } from "./terminal.ts";
import { type Background, chooseTheme, type ThemeChoice } from "./theme.ts";

/** While the connection is lost its row counts the seconds, in milliseconds. */
const CLOCK_MS = 1_000;

// In a flood almost all that is made is garbage within a frame. V8 would let the space for it grow to 32 MB and keep that;
// collecting it more often costs less than a percent of a core.
setFlagsFromString("--semi-space-growth-factor=1");

/** How the person wants it. */
export interface ScreenOptions {
  theme?: ThemeChoice;
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
  { theme = "auto" }: ScreenOptions = {},
): Promise<number> {
  const [first, ...others] = rooms;
  if (first === undefined) throw new CommandError(ExitStatus.usage, "no room was named");
  const { promise, resolve, reject, guard } = createEnding();
  const terminal = new Terminal(process.stdin, process.stdout);
  const painter = new Painter();
  const ink = new InkFrame();
  const paint = guard(() => {
    const bytes = painter.paint(screen.frame(terminal.columns, terminal.rows));
    terminal.write(bytes);
    return bytes.length;
  });
  const timer = new PaintTimer(() => paint() ?? 0);
  const repaint = (): void => {
    painter.invalidate();
    timer.now();
  };
  const toPaint = (background: Background): Paint =>
    createPaint(chooseTheme(theme, background), supportsHyperlinks.stdout);
  const { username } = client.getSnapshot();
  const builder = new FrameBuilder(ink, toPaint(backgroundOf(process.env)), username, timer.soon);
  const screen = new ChatScreen(client, [first, ...others], builder, {
    changed: timer.soon,
    redraw: repaint,
    suspend: () => terminal.suspend(),
    quit: () => resolve(ExitStatus.ok),
    now: Date.now,
  });
  const reply = new BackgroundReply((background) => {
    builder.paint = toPaint(background);
    timer.soon();
  });
  const keys = new KeyReader(
    reply,
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
    resume: guard(repaint),
    end: resolve,
  });
  const stops = [
    client.subscribe(timer.soon),
    client.listen((event) => {
      if (event.type === "connection") lag.follow(event.connection);
    }),
    client.listen((event) => screen.hear(event)),
    every(CLOCK_MS, () => {
      if (client.getSnapshot().connection.status !== "connected") timer.soon();
    }),
  ];
  try {
    timer.now();
    if (theme === "auto" || theme === "high-contrast") terminal.write(ASK_BACKGROUND);
    lag.follow(client.getSnapshot().connection);
    return await promise;
  } catch (error) {
    terminal.giveBack();
    throw toEndingError(error);
  } finally {
    terminal.giveBack();
    for (const stop of stops) stop();
    for (const clock of [timer, keys, lag]) clock.stop();
    ink.close();
    process.off("uncaughtException", reject);
    process.off("unhandledRejection", reject);
  }
}

function every(ms: number, act: () => void): () => void {
  const clock = setInterval(act, ms);
  return () => clearInterval(clock);
}

/** What the screen waits for: a status, or a fault. */
function createEnding(): {
  promise: Promise<number>;
  resolve: (status: number) => void;
  reject: (error: unknown) => void;
  /** Makes a fault of this program end the screen, and be told once the terminal is back. */
  guard: <A extends unknown[], R>(act: (...args: A) => R) => (...args: A) => R | undefined;
} {
  let resolve: (status: number) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<number>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  const guard =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R | undefined => {
      try {
        return act(...args);
      } catch (error) {
        reject(error);
        return undefined;
      }
    };
  return { promise, resolve, reject, guard };
}
