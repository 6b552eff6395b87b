// The open room: its head, its log, who is typing, and where one writes.

import type { ChatClient, ConnectionState, RoomSnapshot } from "@chat/client";
import { Component, type ComponentChildren } from "preact";
import { Composer } from "./composer.tsx";
import { toConnectionText } from "./connection-text.ts";
import { MessageLog } from "./message-log.tsx";
import type * as ToolsFile from "./moderation/operator-tools.tsx";
import type * as PasswordFile from "./moderation/password-form.tsx";
import { NameList } from "./name-list.tsx";
import type { ReadMarks } from "./read-marks.ts";
import type { SavedState } from "./saved-state.ts";

interface RoomViewProps {
  client: ChatClient;
  room: RoomSnapshot;
  connection: ConnectionState;
  reading: ReadMarks;
  saved: SavedState;
  /** The button that opens the list of rooms on a narrow screen. */
  menu: ComponentChildren;
}

/** Why a private room is not open. */
const PASSWORD_CODES = /^(?:password_required|wrong_password)$/;

interface RoomViewState {
  /** What asks for a password, and what operators use: loaded when somebody is to see it. */
  form?: typeof PasswordFile;
  tools?: typeof ToolsFile;
}

/** A room. */
export class RoomView extends Component<RoomViewProps, RoomViewState> {
  override state: RoomViewState = {};
  /** The room that asks for its password. */
  #asks: string | undefined;

  override componentDidMount(): void {
    this.#load();
  }

  override componentDidUpdate(before: RoomViewProps): void {
    // Without a network it is asked for again when the room has changed.
    if (before.room !== this.props.room) this.#load();
  }

  override render(props: RoomViewProps, { form, tools }: RoomViewState) {
    const { client, room, connection, reading, saved, menu } = props;
    const name = room.room;
    const { username } = client.getSnapshot();
    // The form stays while a password is being tried.
    if (room.status !== "joining") {
      this.#asks = PASSWORD_CODES.test(room.error?.code ?? "") ? name : undefined;
    }
    const used = isOperator(room) ? tools : undefined;
    return (
      <>
        <RoomHead room={room} connection={connection} menu={menu}>
          {used && <used.OperatorTools client={client} room={room} />}
        </RoomHead>
        {this.#asks === name && form ? (
          <form.PasswordForm key={name} client={client} room={room} />
        ) : room.status === "refused" ? (
          <p class="refused fault" role="alert">
            {room.error?.message ?? "The server does not let you into this room."}
          </p>
        ) : (
          <>
            <MessageLog
              key={`log ${name}`}
              room={room}
              username={username}
              rulerAfter={reading.rulerAfter}
              onOlder={() => client.loadOlder(name)}
              onSeen={(id) => reading.seen(name, id)}
              onDelete={used && ((id) => used.deleteMessage(client, name, id))}
              onRetry={(nonce) => client.retry(nonce)}
              onDiscard={(nonce) => client.discard(nonce)}
            />
            <p class="aside">
              {toConnectionText(connection).long ?? (
                <NameList names={room.typing} does="is typing…" do="are typing…" />
              )}
            </p>
            <Composer
              key={`composer ${name}`}
              room={name}
              names={room.members.filter((member) => member !== username)}
              text={saved.loadText(name)}
              onText={(text) => {
                saved.saveText(name, text);
                client.setTyping(name, text !== "");
              }}
              onSend={(text) => {
                // How it goes on is in the snapshot, as the draft's state.
                client.send(name, text).stored.catch(() => {});
                reading.dismissRuler();
              }}
            />
          </>
        )}
      </>
    );
  }

  #load(): void {
    const { form, tools } = this.state;
    const { room } = this.props;
    if (this.#asks === room.room && form === undefined) {
      this.#keep(import("./moderation/password-form.tsx").then((file) => ({ form: file })));
    }
    if (isOperator(room) && tools === undefined) {
      this.#keep(import("./moderation/operator-tools.tsx").then((file) => ({ tools: file })));
    }
  }

  #keep(loading: Promise<RoomViewState>): void {
    loading.then(
      (loaded) => this.setState(loaded),
      () => {},
    );
  }
}

function isOperator({ operator, status }: RoomSnapshot): boolean {
  return operator === true && status === "joined";
}

interface RoomHeadProps {
  room: RoomSnapshot;
  connection: ConnectionState;
  menu: ComponentChildren;
  children?: ComponentChildren;
}

function RoomHead({ room, connection, menu, children }: RoomHeadProps) {
  const { short, tone } = toConnectionText(connection);
  return (
    <header class="head">
      {menu}
      <h1>
        <span class="hash" aria-hidden="true">
          #
        </span>
        <bdi class="wrap">{room.room}</bdi>
      </h1>
      {tone === "good" && room.status === "joined" && (
        <span class="here">{room.members.length} here</span>
      )}
      {room.topic !== undefined && (
        <span class="topic" title={room.topic}>
          {room.topic}
        </span>
      )}
      {children}
      <p class={`connection ${tone}`} role="status">
        {short}
      </p>
    </header>
  );
}
