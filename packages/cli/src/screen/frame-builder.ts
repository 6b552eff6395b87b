// Puts title, log, footer and input together into one frame. Reads the state of the screen and changes nothing of
// it; knows neither keys nor the client.

import type { ChatSnapshot, RoomSnapshot } from "@chat/client";
import { cleanForTerminal } from "@chat/protocol";
import chalk from "chalk";
import { createElement } from "react";

import { textWidth, truncate } from "../output/text-width.ts";
import { wrap } from "../output/wrap.ts";
import type { Composer } from "./composer.ts";
import { layOutComposer } from "./composer-layout.ts";
import { Footer, type FooterProps, type StatusLine } from "./footer.tsx";
import type { InkFrame } from "./ink-frame.ts";
import type { LogView, LogWindow } from "./log-view.ts";
import { PaintedChat } from "./painted-chat.ts";
import type { Frame } from "./painter.ts";
import { shareRows, type ScreenLayout } from "./screen-layout.ts";
import { titleWords, typingWords, type Tone } from "./words.ts";

/** What the screen keeps of a room in which one is. */
export interface RoomPane {
  view: LogView;
  composer: Composer;
  unread: number;
  mentioned: boolean;
}

/** Text the person asked for. */
export interface Panel {
  title: string;
  lines: readonly string[];
  /** The first row in view, as far as there are enough. */
  from: number;
}

/** The state of the screen. */
export interface ScreenState {
  snapshot: ChatSnapshot;
  /** The room in view. */
  room: string;
  pane: RoomPane;
  panes: ReadonlyMap<string, RoomPane>;
  panel: Panel | undefined;
  /** What was last said to the person. */
  said: { text: string; tone: Tone } | undefined;
  /** Milliseconds since the epoch. */
  now: number;
}

/** A frame, and what building it found out. */
export interface BuiltFrame {
  frame: Frame;
  layout: ScreenLayout;
  log: LogWindow;
  /** The first row of the panel that is in view. */
  panelFrom: number;
}

/** Builds frames; the footer is rendered only where it has changed. */
export class FrameBuilder {
  readonly #ink: InkFrame;
  #chat: PaintedChat | undefined;
  #footerKey = "";
  #footerRows: readonly string[] = [];

  constructor(ink: InkFrame) {
    this.#ink = ink;
  }

  /** The frame of this state in a terminal of `columns` by `rows` cells. */
  build(state: ScreenState, columns: number, rows: number): BuiltFrame {
    const { text, cursor } = state.pane.composer;
    const room = state.snapshot.rooms.get(state.room) ?? emptyRoom(state.room);
    const prompt = toPrompt(state.room, state.snapshot.username, columns);
    const layOut = (maxRows: number) =>
      layOutComposer(text, cursor, prompt.length, columns, maxRows);
    const lines = state.panel?.lines.flatMap((line) => wrap(cleanForTerminal(line), columns - 1));
    const panelRows = lines === undefined ? 0 : lines.length + 1;
    const layout = shareRows(rows, layOut(rows).rows.length, panelRows);
    const input = layOut(layout.input);
    const log = state.pane.view.look(room, columns, layout.log);
    const panel =
      state.panel === undefined || layout.panel === 0
        ? undefined
        : toPanelInView(state.panel, lines ?? [], layout.panel - 1);
    const footer = this.#renderFooter(state.snapshot, {
      columns,
      panel,
      activity: layout.activity === 0 ? undefined : toActivity(state, room),
      status: layout.status === 0 ? undefined : toStatus(state, log),
      prompt,
      input: input.rows,
      inputFromStart: input.fromStart,
    });
    const title = layout.title === 0 ? [] : [toTitle(room, columns)];
    const all = [...title, ...log.rows, ...footer].slice(0, rows);
    const frame: Frame = {
      rows: [...all, ...Array.from({ length: rows - all.length }, () => "")],
      cursor: {
        row: Math.max(0, rows - input.rows.length + input.cursorRow),
        column: Math.min(columns - 1, input.cursorColumn),
      },
      log: { from: title.length, to: title.length + log.rows.length },
    };
    return { frame, layout, log, panelFrom: panel?.from ?? 0 };
  }

  /** In a flood the log changes with every frame, the footer hardly ever: comparing costs less than rendering. */
  #renderFooter(snapshot: ChatSnapshot, props: FooterProps): readonly string[] {
    const key = JSON.stringify([props, snapshot.connection]);
    if (key !== this.#footerKey) {
      this.#chat ??= new PaintedChat(snapshot);
      this.#chat.show(snapshot);
      const footer = createElement(Footer, { ...props, chat: this.#chat });
      this.#footerRows = this.#ink.render(footer, props.columns);
      this.#footerKey = key;
    }
    return this.#footerRows;
  }
}

function toPanelInView(
  panel: Panel,
  lines: readonly string[],
  height: number,
): { title: string; rows: string[]; from: number } {
  const from = Math.max(0, Math.min(panel.from, lines.length - height));
  const more = lines.length - from - height;
  const title = more > 0 ? `${panel.title}, ${more} more: PgDn` : panel.title;
  return { title, rows: lines.slice(from, from + height), from };
}

function toActivity(
  { said }: ScreenState,
  room: RoomSnapshot,
): NonNullable<FooterProps["activity"]> {
  if (said === undefined) return { text: typingWords(room.typing), tone: "dim" };
  return { text: cleanForTerminal(said.text).replaceAll("\n", " "), tone: said.tone };
}

function toStatus(state: ScreenState, log: LogWindow): StatusLine {
  const tabs = [...state.panes].map(([name, { unread, mentioned }]) => ({
    ...{ name, unread, mentioned },
    active: name === state.room,
  }));
  const key = state.pane.composer.text === "" ? "End" : "Alt-End";
  const hint = log.live ? "" : `↓ ${log.newer > 0 ? `${log.newer} new` : "newer"} (${key})`;
  // Time passes in the status line only while the connection is lost, and there by whole seconds.
  const lost = state.snapshot.connection.status === "reconnecting";
  return { tabs, hint, now: lost ? Math.floor(state.now / 1_000) * 1_000 : 0 };
}

/** What stands in front of the input; little where there is little room. */
function toPrompt(room: string, username: string, columns: number): string {
  const prompt = `[${room}] ${username}> `;
  return textWidth(prompt) === prompt.length && prompt.length * 3 <= columns ? prompt : "> ";
}

function toTitle(room: RoomSnapshot, columns: number): string {
  const { name, here } = titleWords(room);
  const names = room.members.map(cleanForTerminal).join(" ");
  const left = truncate(` ${name} │ ${names}`, Math.max(0, columns - here.length - 3));
  const gap = Math.max(1, columns - textWidth(left) - here.length - 1);
  return chalk.inverse(truncate(`${left}${" ".repeat(gap)}${here} `, columns));
}

/** What stands for a room until the client has it. */
function emptyRoom(room: string): RoomSnapshot {
  return {
    ...{ room, status: "joining", entries: [], drafts: [], members: [], typing: [] },
    ...{ lastId: 0, older: "maybe" },
  };
}
