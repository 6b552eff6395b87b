// Puts title, log, members, footer and input together into one frame. Reads the state of the screen and changes
// nothing of it; knows neither keys nor the client.

import type { ChatSnapshot, RoomSnapshot } from "@chat/client";
import { cleanForTerminal } from "@chat/protocol";

import { textWidth } from "../output/text-width.ts";
import type { Composer } from "./composer.ts";
import { layOutComposer, type ComposerLayout } from "./composer-layout.ts";
import type { FooterProps, StatusLine } from "./footer.tsx";
import { FooterRows } from "./footer-rows.ts";
import type { InkFrame } from "./ink-frame.ts";
import type { InlineFooter } from "./inline-painter.ts";
import { toLogArea } from "./log-area.ts";
import type { LogLook } from "./log-items.ts";
import { toDraftRows } from "./log-rows.ts";
import type { LogView, LogWindow } from "./log-view.ts";
import { Lookalikes } from "./lookalikes.ts";
import { membersWidth, toMembersRows } from "./members-panel.ts";
import type { Paint } from "./paint.ts";
import type { Frame } from "./painter.ts";
import { toPanelRows } from "./panel-rows.ts";
import { shareRows, type ScreenLayout } from "./screen-layout.ts";
import { toTitleBar } from "./title-bar.ts";
import { toPrompt, typingWords, type Tone } from "./words.ts";

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
  /** What stands in front of the input in place of room and name. */
  prompt?: string | undefined;
  /** What to say where there is nothing else to say. */
  hint?: string;
}

/** A frame, and what building it found out. */
export interface BuiltFrame {
  frame: Frame;
  layout: ScreenLayout;
  log: LogWindow;
  /** The first row of the panel that is in view. */
  panelFrom: number;
}

/** The rows that the drafts may take that stand above the footer while there is no log to show them in. */
const DRAFT_ROWS_MAX = 4;

/** The rows below the lines, and what building them found out. */
export interface BuiltLower extends InlineFooter {
  panelFrom: number;
}

/** Builds frames. */
export class FrameBuilder {
  /** What everything looks like. */
  paint: Paint;
  /** How long the server last took to answer, in milliseconds, where that is known. */
  lagMs: number | undefined;
  readonly #footer: FooterRows;
  readonly #lookalikes: Lookalikes;

  /** @param username oneself @param changed is told when a frame of the same state would look different */
  constructor(ink: InkFrame, paint: Paint, username: string, changed: () => void) {
    this.paint = paint;
    this.#footer = new FooterRows(ink);
    this.#lookalikes = new Lookalikes(username, changed);
  }

  /** What the log of a room looks like. */
  look(room: RoomSnapshot): LogLook {
    return { paint: this.paint, lookalike: this.#lookalikes.among(room.members) };
  }

  /** The frame of this state in a terminal of `columns` by `rows` cells. */
  build(state: ScreenState, columns: number, rows: number): BuiltFrame {
    const room = state.snapshot.rooms.get(state.room) ?? emptyRoom(state.room);
    const look = this.look(room);
    const lower = planLower(state, columns, rows);
    const { layout, input } = lower;
    const side = membersWidth(room, columns);
    const { username } = state.snapshot;
    const area = toLogArea(state.pane.view, room, look, columns - side, layout.log);
    const footer = this.#renderFooter(state, room, lower, area.log, columns);
    const withoutNames = side > 0;
    const titleOptions = { columns, lagMs: this.lagMs, withoutNames, paint: this.paint };
    const title = layout.title === 0 ? [] : [toTitleBar(room, titleOptions)];
    const all = [...title, ...area.rows, ...footer].slice(0, rows);
    const from = title.length;
    const frame: Frame = {
      rows: [...all, ...Array.from({ length: rows - all.length }, () => "")],
      cursor: {
        row: Math.max(0, rows - input.rows.length + input.cursorRow),
        column: Math.min(columns - 1, input.cursorColumn),
      },
      log: { from, to: from + area.scrolling },
      ...(side > 0 && {
        side: {
          ...{ column: columns - side, from },
          rows: toMembersRows(room, username, look, side, area.rows.length),
        },
      }),
    };
    return { frame, layout, log: area.log, panelFrom: lower.panel?.from ?? 0 };
  }

  /** What stands below the lines where there is no screen of one's own: drafts, a panel, status and input. */
  buildLower(state: ScreenState, columns: number, rows: number): BuiltLower {
    const room = state.snapshot.rooms.get(state.room) ?? emptyRoom(state.room);
    const { username } = state.snapshot;
    const style = { ...this.look(room), width: columns, nameWidth: textWidth(username), username };
    // One row of the terminal stays for the lines.
    const lower = planLower(state, columns, Math.max(1, rows - 1));
    const { layout, input } = lower;
    const drafts = room.drafts.flatMap((draft) => toDraftRows(draft, style));
    const all = [
      ...lastOf(drafts, Math.min(DRAFT_ROWS_MAX, layout.log)),
      ...this.#renderFooter(state, room, lower, ALL_IN_VIEW, columns),
    ];
    return {
      rows: all,
      cursor: {
        row: Math.max(0, all.length - input.rows.length + input.cursorRow),
        column: Math.min(columns - 1, input.cursorColumn),
      },
      panelFrom: lower.panel?.from ?? 0,
    };
  }

  #renderFooter(
    state: ScreenState,
    room: RoomSnapshot,
    { layout, input, panel }: Lower,
    log: Pick<LogWindow, "live" | "newer">,
    columns: number,
  ): readonly string[] {
    const props: FooterProps = {
      ...{ columns, panel },
      activity: layout.activity === 0 ? undefined : toActivity(state, room),
      status: layout.status === 0 ? undefined : toStatus(state, log),
      prompt: promptOf(state, columns),
      input: input.rows,
      inputFromStart: input.fromStart,
    };
    return this.#footer.render(props, state.snapshot, this.paint);
  }
}

/** What stands below the log, before it is drawn. */
interface Lower {
  layout: ScreenLayout;
  input: ComposerLayout;
  panel: { title: string; rows: string[]; from: number } | undefined;
}

function planLower(state: ScreenState, columns: number, rows: number): Lower {
  const lines = state.panel?.lines.flatMap((line) =>
    cleanForTerminal(line)
      .split("\n")
      .flatMap((row) => toPanelRows(row, columns - 1)),
  );
  const wanted = lines === undefined ? 0 : lines.length + 1;
  const layout = shareRows(rows, layOutInput(state, columns, rows).rows.length, wanted);
  const panel =
    state.panel === undefined || layout.panel === 0
      ? undefined
      : toPanelInView(state.panel, lines ?? [], layout.panel - 1);
  return { layout, input: layOutInput(state, columns, layout.input), panel };
}

function lastOf<T>(items: readonly T[], count: number): T[] {
  return items.slice(Math.max(0, items.length - count));
}

const ALL_IN_VIEW = { live: true, newer: 0 };

function promptOf({ room, snapshot, prompt }: ScreenState, columns: number): string {
  return prompt ?? toPrompt(room, snapshot.username, columns);
}

function layOutInput(state: ScreenState, columns: number, maxRows: number): ComposerLayout {
  const { text, cursor } = state.pane.composer;
  const prompt = promptOf(state, columns);
  return layOutComposer(text, cursor, prompt.length, columns, maxRows);
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
  { said, hint = "" }: ScreenState,
  room: RoomSnapshot,
): NonNullable<FooterProps["activity"]> {
  if (said === undefined) return { text: typingWords(room.typing) || hint, tone: "dim" };
  return { text: cleanForTerminal(said.text).replaceAll("\n", " "), tone: said.tone };
}

function toStatus(state: ScreenState, log: Pick<LogWindow, "live" | "newer">): StatusLine {
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

/** What stands for a room until the client has it. */
function emptyRoom(room: string): RoomSnapshot {
  return {
    ...{ room, status: "joining", entries: [], drafts: [], members: [], typing: [] },
    ...{ lastId: 0, older: "maybe" },
  };
}
