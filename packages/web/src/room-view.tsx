// The open room: its head, its log, who is typing, and where one writes.

import type { ChatClient, ConnectionState, RoomSnapshot } from "@chat/client";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Composer } from "./composer.tsx";
import { toConnectionText } from "./connection-text.ts";
import { MessageLog } from "./message-log.tsx";
import { NameList } from "./name-list.tsx";
import { useLazy } from "./moderation/use-lazy.ts";
import type { SavedState } from "./saved-state.ts";
import type { Reading } from "./use-read-marks.ts";

interface RoomViewProps {
  client: ChatClient;
  room: RoomSnapshot;
  connection: ConnectionState;
  reading: Reading;
  saved: SavedState;
  /** The button that opens the list of rooms on a narrow screen. */
  menu: ComponentChildren;
}

/** Why a private room is not open. */
const PASSWORD_CODES = /^(?:password_required|wrong_password)$/;

/** A room. */
export function RoomView({ client, room, connection, reading, saved, menu }: RoomViewProps) {
  const name = room.room;
  const { username } = client.getSnapshot();
  const asks = useRef<string | undefined>(undefined);
  // The form stays while a password is being tried.
  if (room.status !== "joining") {
    asks.current = PASSWORD_CODES.test(room.error?.code ?? "") ? name : undefined;
  }
  const isPrivate = asks.current === name;
  const form = useLazy(() => import("./moderation/password-form.tsx"), isPrivate);
  const isOperator = room.operator === true && room.status === "joined";
  const tools = useLazy(() => import("./moderation/operator-tools.tsx"), isOperator);
  return (
    <>
      <RoomHead room={room} connection={connection} menu={menu}>
        {tools && <tools.OperatorTools client={client} room={room} />}
      </RoomHead>
      {isPrivate && form ? (
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
            onDelete={tools && ((id) => tools.deleteMessage(client, name, id))}
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
