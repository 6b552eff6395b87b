// The chat: its rooms at the side and the open one before the reader. Puts the parts together, draws none itself.

import { Component } from "preact";
import type { ConnectionError } from "@chat/client";
import { formatAddress, parseAddress } from "./address.ts";
import { askToNotify, canAskToNotify, notifyOfMentions } from "./alerts.ts";
import { MenuButton } from "./menu-button.tsx";
import { findOpenRoom, visit } from "./open-room.ts";
import { toPageTitle } from "./page-title.ts";
import { ReadMarks } from "./read-marks.ts";
import { RoomView } from "./room-view.tsx";
import type { Identity, SavedState } from "./saved-state.ts";
import type * as SideFile from "./side.tsx";
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
  /** What draws the side, once it is there. */
  side: typeof SideFile | undefined;
}

/** The chat of one person. */
export class ChatScreen extends Component<ChatScreenProps, ChatScreenState> {
  override state: ChatScreenState = {
    open: findOpenRoom(this.props.saved),
    drawn: false,
    askable: canAskToNotify(),
    side: undefined,
  };
  // Before anything is drawn: the connection opens while the page draws, and the first drawing shows the room.
  #client = startClient(this.props.identity, this.props.saved);
  #reading = new ReadMarks(this.props.saved, () => this.setState({}));
  #title = "";
  #wasConnected = false;
  #fetching = false;

  constructor(props: ChatScreenProps) {
    super(props);
    visit(this.#client, props.saved, this.state.open);
  }

  override componentDidMount(): void {
    this.#client.subscribe(() => this.setState({}));
    notifyOfMentions(this.#client);
    addEventListener("hashchange", this.#follow);
    // Whoever is about to open the drawer touches the page first.
    addEventListener("pointerdown", this.#fetchSide);
    this.#settle();
  }

  override componentDidUpdate(): void {
    this.#settle();
  }

  override componentWillUnmount(): void {
    removeEventListener("hashchange", this.#follow);
    removeEventListener("pointerdown", this.#fetchSide);
    this.#reading.close();
    this.#client.close().catch(() => {
      // Nothing is left to be told about it.
    });
  }

  override render(
    { saved, onEnd }: ChatScreenProps,
    { open, drawn, askable, side }: ChatScreenState,
  ) {
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
        {side === undefined ? (
          <div class="side" id="side" />
        ) : (
          <side.Side
            drawn={drawn}
            onClose={() => this.#show(false)}
            rooms={rooms}
            open={open}
            unreadOf={(name) => reading.unreadOf(name)}
            onSuggest={async () => (await this.#client.rooms()).map((summary) => summary.room)}
            onOpen={goTo}
            onLeave={(name) => this.#leave(name)}
            members={room?.members}
            username={snapshot.username}
            onChangeName={() => onEnd()}
            onNotify={askable ? () => askToNotify(this.#answered) : undefined}
          />
        )}
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
    const room = rooms.get(this.state.open ?? "");
    const read = room?.status !== "joining" && matchMedia("(width >= 48rem)").matches;
    if (room === undefined || this.state.drawn || read) this.#fetchSide();
    const fault = room?.error;
    if (fault?.code === "username_taken") this.props.onEnd(fault);
  }

  /** Fetches what draws the side. Where that fails, whatever changes next tries again. */
  #fetchSide = (): void => {
    if (this.#fetching) return;
    this.#fetching = true;
    import("./side.tsx").then(
      (side) => this.setState({ side }),
      () => {
        this.#fetching = false;
      },
    );
  };

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
