// The chat: its rooms at the side and the open one before the reader. Puts the parts together, draws none itself.

import { Component } from "preact";
import type { ConnectionError } from "@chat/client";
import { formatAddress, parseAddress } from "./address.ts";
import { askToNotify, canAskToNotify, notifyOfMentions } from "./alerts.ts";
import { MemberList } from "./member-list.tsx";
import { findOpenRoom, visit } from "./open-room.ts";
import { toPageTitle } from "./page-title.ts";
import { ReadMarks } from "./read-marks.ts";
import { RoomList } from "./room-list.tsx";
import { RoomView } from "./room-view.tsx";
import type { Identity, SavedState } from "./saved-state.ts";
import { MenuButton, Side } from "./side.tsx";
import { startClient } from "./start-client.ts";
import { toClock } from "./times.ts";
import { sumUnread } from "./unread.ts";

interface ChatScreenProps {
  identity: Identity;
  saved: SavedState;
  /** One goes, or was refused for the reason given. */
  onEnd: (reason?: ConnectionError) => void;
}

interface ChatScreenState {
  /** The room in the page's address. */
  open: string | undefined;
  /** Whether the drawer is open. */
  drawn: boolean;
  /** Whether the browser would ask for leave to notify. */
  askable: boolean;
}

/** The chat of one person. */
export class ChatScreen extends Component<ChatScreenProps, ChatScreenState> {
  override state: ChatScreenState = {
    open: findOpenRoom(this.props.saved),
    drawn: false,
    askable: canAskToNotify(),
  };
  // Before anything is drawn: the connection opens while the page draws, and the first drawing shows the room.
  #client = startClient(this.props.identity, this.props.saved);
  #reading = new ReadMarks(this.props.saved, () => this.setState({}));
  #title = "";
  #wasConnected = false;

  constructor(props: ChatScreenProps) {
    super(props);
    visit(this.#client, props.saved, this.state.open);
  }

  override componentDidMount(): void {
    this.#client.subscribe(() => this.setState({}));
    notifyOfMentions(this.#client);
    addEventListener("hashchange", this.#follow);
    this.#settle();
  }

  override componentDidUpdate(): void {
    this.#settle();
  }

  override componentWillUnmount(): void {
    removeEventListener("hashchange", this.#follow);
    this.#reading.close();
    this.#client.close().catch(() => {
      // Nothing is left to be told about it.
    });
  }

  override render({ saved, onEnd }: ChatScreenProps, { open, drawn, askable }: ChatScreenState) {
    const reading = this.#reading;
    const snapshot = this.#client.getSnapshot();
    reading.look(snapshot, open);
    const rooms = [...snapshot.rooms.keys()];
    const room = snapshot.rooms.get(open ?? "");
    const unread = sumUnread(rooms.map((name) => reading.unreadOf(name)));
    this.#title = toPageTitle(open, unread);
    const menu = <MenuButton unread={unread} drawn={drawn} onOpen={() => this.#show(true)} />;
    return (
      <div class={drawn ? "chat drawn" : "chat"}>
        <Side drawn={drawn} onClose={() => this.#show(false)}>
          <RoomList
            rooms={rooms}
            open={open}
            unreadOf={(name) => reading.unreadOf(name)}
            onSuggest={async () => (await this.#client.rooms()).map((summary) => summary.room)}
            onOpen={goTo}
            onLeave={(name) => this.#leave(name)}
          />
          {room && <MemberList members={room.members} username={snapshot.username} />}
          <p class="me">
            <span>
              You are <bdi class="wrap">{snapshot.username}</bdi>
            </span>
            <button type="button" class="link" onClick={() => onEnd()}>
              Change name
            </button>
            {askable && (
              <button type="button" class="link" onClick={() => askToNotify(this.#answered)}>
                Notify me of mentions
              </button>
            )}
          </p>
        </Side>
        <main inert={drawn}>
          {room === undefined ? (
            <header class="head">
              {menu}
              <h1>Choose a room to join</h1>
            </header>
          ) : (
            <RoomView
              client={this.#client}
              room={room}
              connection={snapshot.connection}
              reading={reading}
              saved={saved}
              menu={menu}
            />
          )}
        </main>
      </div>
    );
  }

  /** Does what follows from what is drawn now. */
  #settle(): void {
    const { connection, rooms } = this.#client.getSnapshot();
    const { status, error } = connection;
    if (document.title !== this.#title) document.title = this.#title;
    if (status === "connected" && !this.#wasConnected) {
      // Makes ready what tells times, while the history is on its way.
      setTimeout(() => toClock(new Date().toISOString()));
    }
    this.#wasConnected = status === "connected";
    if (status === "refused") {
      this.props.onEnd(
        error ?? { code: "internal", message: "The server refused the connection." },
      );
    }
    const fault = rooms.get(this.state.open ?? "")?.error;
    if (fault?.code === "username_taken") this.props.onEnd(fault);
  }

  #follow = (): void => {
    const open = parseAddress(location.hash);
    visit(this.#client, this.props.saved, open);
    this.setState({ open, drawn: false });
  };

  #answered = (): void => this.setState({ askable: canAskToNotify() });

  #show(drawn: boolean): void {
    this.setState({ drawn });
  }

  #leave(room: string): void {
    const left = [...this.#client.getSnapshot().rooms.keys()].filter((other) => other !== room);
    this.#client.leave(room).catch(() => {
      // The room is gone from here all the same; the server notices when the connection ends.
    });
    this.#reading.forget(room);
    this.props.saved.saveRooms(left);
    if (room === this.state.open) goTo(left[0]);
  }
}

function goTo(room: string | undefined): void {
  location.hash = room === undefined ? "" : formatAddress(room);
}
