// The log of a room: its rows, oldest first, what is still on its way, and the way back to the end.

import { Component } from "preact";
import type { RoomSnapshot } from "@chat/client";
import { DraftRow } from "./draft-row.tsx";
import { DownIcon } from "./icons.tsx";
import { type LogRow, toLogRows } from "./log-rows.ts";
import { LogRowView } from "./log-row-view.tsx";
import { type DrawnLog, LogScroll } from "./log-scroll.ts";
import { type LogWindow, toStretch } from "./log-window.ts";
import { countUnread, toBadge } from "./unread.ts";

interface MessageLogProps {
  room: RoomSnapshot;
  username: string;
  /** The id after which the ruler is drawn; undefined for none. */
  rulerAfter: number | undefined;
  onOlder: () => Promise<void>;
  /** The reader has seen the room up to this message. */
  onSeen: (id: number) => void;
  /** Deletes a message, where one is an operator. */
  onDelete?: ((id: number) => void) | undefined;
  onRetry: (nonce: string) => void;
  onDiscard: (nonce: string) => void;
}

/** Give it the room's name as `key`: another room begins at its own end. */
export class MessageLog extends Component<MessageLogProps, { shown: LogWindow }> {
  override state: { shown: LogWindow } = { shown: "end" };
  #box: HTMLDivElement | null = null;
  #scroll = new LogScroll(this.#look(), (shown) => this.setState({ shown }));
  /** The last message that was seen at the end. */
  #seen = 0;
  #rows: LogRow[] = [];
  /** What the rows were made of. */
  #source: readonly unknown[] = [];

  override componentDidMount(): void {
    if (this.#box !== null) this.#scroll.begin(this.#box);
  }

  override componentDidUpdate(): void {
    this.#scroll.settle();
  }

  override componentWillUnmount(): void {
    this.#scroll.end();
  }

  override render(props: MessageLogProps, { shown }: { shown: LogWindow }) {
    const { room, username } = props;
    const drawn = this.#look();
    this.#scroll.drawn = drawn;
    const { from, to } = drawn.stretch;
    const atEnd = shown === "end";
    if (atEnd) {
      this.#seen = room.lastId;
      props.onSeen(room.lastId);
    }
    const now = new Date();
    const waiting = atEnd ? 0 : countUnread(room.entries, this.#seen, username).count;

    return (
      <div class="log-frame">
        <div
          class="log"
          ref={(box) => {
            this.#box = box;
          }}
          onScroll={() => this.#scroll.scrolled()}
          tabIndex={0}
          role="region"
          aria-label={`Conversation in ${room.room}`}
        >
          <div class="log-content">
            <p class="log-start">{startText(room, from)}</p>
            <div
              role="log"
              aria-label="Messages"
              aria-busy={room.status === "joining" || room.older === "loading"}
            >
              {this.#toRows(from, to).map((row) => (
                <LogRowView
                  key={row.key}
                  row={row}
                  username={username}
                  now={now}
                  onDelete={props.onDelete}
                />
              ))}
            </div>
            {to === room.entries.length &&
              room.drafts.map((draft) => (
                <DraftRow
                  key={draft.nonce}
                  draft={draft}
                  username={username}
                  onRetry={props.onRetry}
                  onDiscard={props.onDiscard}
                />
              ))}
          </div>
        </div>
        {!atEnd && (
          <button type="button" class="to-end" onClick={() => this.#scroll.toEnd()}>
            <DownIcon />
            {waiting === 0
              ? "Latest messages"
              : `${toBadge(waiting)} new ${waiting === 1 ? "message" : "messages"}`}
          </button>
        )}
      </div>
    );
  }

  #look(): DrawnLog {
    const { room, onOlder } = this.props;
    return {
      entries: room.entries,
      stretch: toStretch(room.entries, this.state.shown, innerHeight),
      hasOlder: room.status === "joined" && room.older === "maybe",
      onOlder,
    };
  }

  /** The rows of a stretch: as they were, where nothing changed. */
  #toRows(from: number, to: number): LogRow[] {
    const { room, username, rulerAfter } = this.props;
    const source = [room.entries, from, to, rulerAfter];
    if (source.some((part, index) => part !== this.#source[index])) {
      this.#source = source;
      this.#rows = toLogRows(room.entries.slice(from, to), username, rulerAfter);
    }
    return this.#rows;
  }
}

function startText(room: RoomSnapshot, from: number): string {
  if (room.status === "joining" && room.entries.length === 0) return "Opening the room…";
  if (from > 0 || room.older !== "none") return "Earlier messages…";
  const empty = !room.entries.some(({ type }) => type === "message");
  return empty ? "Nothing here yet. Say hello." : "This is where the history begins.";
}
