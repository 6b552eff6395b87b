// Decides what is on the page: the form for a name and a room, or the chat. Knows nothing of messages.
// The chat is a file of its own: the form is there before it, and asks for it once somebody begins to type.

import { useEffect, useState } from "preact/hooks";
import type { ConnectionError } from "@chat/client";
import { formatAddress, parseAddress } from "./address.ts";
import type { ChatScreen } from "./chat-screen.tsx";
import { JoinForm } from "./join-form.tsx";
import type { Identity, SavedState } from "./saved-state.ts";

/** Where a newcomer who names no room is taken. */
const DEFAULT_ROOM = "general";

const loadChat = async (): Promise<{ ChatScreen: typeof ChatScreen }> =>
  import("./chat-screen.tsx");

/** The page. */
export function App({ saved }: { saved: SavedState }) {
  const [identity, setIdentity] = useState(() => firstIdentity(saved));
  const [refusal, setRefusal] = useState<ConnectionError>();

  if (identity === undefined) {
    return (
      <JoinForm
        identity={saved.loadIdentity()}
        room={parseAddress(location.hash) ?? saved.loadRooms()[0] ?? DEFAULT_ROOM}
        refusal={refusal}
        onBegin={() => void loadChat().catch(() => {})}
        onJoin={(chosen, room) => {
          saved.saveIdentity(chosen);
          location.hash = formatAddress(room);
          setRefusal(undefined);
          setIdentity(chosen);
        }}
      />
    );
  }
  return (
    <Chat
      identity={identity}
      saved={saved}
      onEnd={(reason) => {
        setRefusal(reason);
        setIdentity(undefined);
      }}
    />
  );
}

/** The chat, once its file is there. */
function Chat(props: Parameters<typeof ChatScreen>[0]) {
  const [loaded, setLoaded] = useState<{ ChatScreen: typeof ChatScreen } | "failed">();
  useEffect(() => {
    loadChat().then(setLoaded, () => setLoaded("failed"));
  }, []);
  if (loaded === undefined) return <main class="welcome" aria-busy />;
  if (loaded !== "failed") return <loaded.ChatScreen {...props} />;
  return (
    <main class="welcome">
      <div class="card" role="alert">
        <h1>The chat did not load</h1>
        <p>The server may be away, or newer than this page.</p>
        <button type="button" class="primary" onClick={() => location.reload()}>
          Load the page again
        </button>
      </div>
    </main>
  );
}

/** Who comes back goes straight into the chat, unless it is not known where to. */
function firstIdentity(saved: SavedState): Identity | undefined {
  const somewhere = parseAddress(location.hash) !== undefined || saved.loadRooms().length > 0;
  return somewhere ? saved.loadIdentity() : undefined;
}
