// Decides what is on the page: the form for a name and a room, or the chat. Knows nothing of messages.

import { useState } from "preact/hooks";
import type { ConnectionError } from "@chat/client";
import { formatAddress, parseAddress } from "./address.ts";
import { ChatScreen } from "./chat-screen.tsx";
import { JoinForm } from "./join-form.tsx";
import type { Identity, SavedState } from "./saved-state.ts";

/** Where a newcomer who names no room is taken. */
const DEFAULT_ROOM = "general";

/** The page. */
export function App({ saved }: { saved: SavedState }) {
  const [identity, setIdentity] = useState(() => firstIdentity(saved));
  const [refusal, setRefusal] = useState<ConnectionError>();

  if (identity === undefined) {
    return (
      <JoinForm
        identity={saved.loadIdentity()}
        secret={saved.loadSecret()}
        room={parseAddress(location.hash) ?? saved.loadRooms()[0] ?? DEFAULT_ROOM}
        refusal={refusal}
        onJoin={(chosen, room, secret) => {
          saved.saveIdentity(chosen);
          saved.saveSecret(secret);
          location.hash = formatAddress(room);
          setRefusal(undefined);
          setIdentity(chosen);
        }}
      />
    );
  }
  return (
    <ChatScreen
      identity={identity}
      saved={saved}
      onEnd={(reason) => {
        setRefusal(reason);
        setIdentity(undefined);
      }}
    />
  );
}

/** Who comes back goes straight into the chat, unless it is not known where to. */
function firstIdentity(saved: SavedState): Identity | undefined {
  const somewhere = parseAddress(location.hash) !== undefined || saved.loadRooms().length > 0;
  return somewhere ? saved.loadIdentity() : undefined;
}
