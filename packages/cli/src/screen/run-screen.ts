// Runs the full screen: joins keys, client and terminal, and decides when to paint. Keys are painted at once,
// what comes from the room at most thirty times a second.

import type { ChatClient } from "@chat/client";

import { CommandError, ExitStatus } from "../exit-status.ts";
import { ChatScreen } from "./chat-screen.ts";
import { InkFrame } from "./ink-frame.ts";
import { KeyDecoder } from "./key-decoder.ts";
import { Painter } from "./painter.ts";
import { Terminal } from "./terminal.ts";

/** Between two paints of what others say. */
const PAINT_EVERY_MS = 33;
/** After a lone Esc: what belongs to it follows within this, over slow lines too. */
const ESCAPE_MS = 50;
/** How long a paste may pause before it counts as ended. */
const PASTE_MS = 1_000;
/** While the connection is lost its row counts the seconds. */
const CLOCK_MS = 1_000;

/**
 * Runs the screen until the person leaves, or the terminal does.
 *
 * @param rooms joined already
 * @returns the exit status
 */
export async function runScreen(client: ChatClient, rooms: readonly string[]): Promise<number> {
  const [first, ...others] = rooms;
  if (first === undefined) throw new CommandError(ExitStatus.usage, "no room was named");
  const terminal = new Terminal(process.stdin, process.stdout);
  const painter = new Painter();
  const decoder = new KeyDecoder();
  const ink = new InkFrame();
  const clocks: NodeJS.Timeout[] = [];
  const ending = createEnding();
  let timer: NodeJS.Timeout | undefined;
  let pause: NodeJS.Timeout | undefined;
  let painted = -Infinity;

  const paint = (): void => {
    clearTimeout(timer);
    timer = undefined;
    painted = performance.now();
    terminal.write(painter.paint(screen.frame(terminal.columns, terminal.rows)));
  };
  const paintSoon = (): void => {
    timer ??= setTimeout(guard(paint), Math.max(0, painted + PAINT_EVERY_MS - performance.now()));
  };
  const repaint = (): void => {
    painter.invalidate();
    paint();
  };
  /** A fault of this program ends the screen, and is told once the terminal is back. */
  const guard =
    <A extends unknown[]>(act: (...args: A) => void) =>
    (...args: A): void => {
      try {
        act(...args);
      } catch (error) {
        ending.reject(error as Error);
      }
    };
  const screen = new ChatScreen(client, [first, ...others], ink, {
    changed: paintSoon,
    redraw: repaint,
    suspend: () => terminal.suspend(),
    quit: () => ending.resolve(ExitStatus.ok),
    now: Date.now,
  });
  const read = (text: string): void => {
    clearTimeout(pause);
    for (const input of decoder.push(text)) screen.take(input);
    if (decoder.waiting) {
      pause = setTimeout(
        guard(() => {
          for (const input of decoder.flush()) screen.take(input);
          paint();
        }),
        decoder.pasting ? PASTE_MS : ESCAPE_MS,
      );
    }
    paint();
  };

  const fail = (error: unknown): void => ending.reject(error as Error);
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  terminal.take({
    input: guard(read),
    resize: guard(repaint),
    resume: guard(repaint),
    end: ending.resolve,
  });
  const stops = [client.subscribe(paintSoon), client.listen((event) => screen.hear(event))];
  clocks.push(
    setInterval(() => {
      if (client.getSnapshot().connection.status !== "connected") paintSoon();
    }, CLOCK_MS),
  );
  try {
    guard(paint)();
    return await ending.promise;
  } finally {
    terminal.giveBack();
    for (const stop of stops) stop();
    for (const clock of [timer, pause, ...clocks]) clearTimeout(clock);
    ink.close();
    process.off("uncaughtException", fail);
    process.off("unhandledRejection", fail);
  }
}

/** What the screen waits for: a status, or a fault. */
function createEnding(): {
  promise: Promise<number>;
  resolve: (status: number) => void;
  reject: (error: Error) => void;
} {
  let resolve: (status: number) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<number>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
