// Decides what is on the page: the form for a name and a room, or the chat. Knows nothing of messages.

import { Component } from "preact";
import type { ConnectionError } from "@chat/client";
import { formatAddress, parseAddress } from "./address.ts";
import { ChatScreen } from "./chat-screen.tsx";
import { JoinForm } from "./join-form.tsx";
import type { Identity, SavedState } from "./saved-state.ts";

/** Where a newcomer who names no room is taken. */
const DEFAULT_ROOM = "general";

interface AppProps {
  saved: SavedState;
}

interface AppState {
  /** Who chats; undefined while the form asks. */
  identity: Identity | undefined;
  /** Why the server did not let somebody in, where it did not. */
  refusal: ConnectionError | undefined;
}

/** The page. */
export class App extends Component<AppProps, AppState> {
  override state: AppState = { identity: firstIdentity(this.props.saved), refusal: undefined };

  override render({ saved }: AppProps, { identity, refusal }: AppState) {
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
            this.setState({ identity: chosen, refusal: undefined });
          }}
        />
      );
    }
    return (
      <ChatScreen
        identity={identity}
        saved={saved}
        onEnd={(reason) => this.setState({ identity: undefined, refusal: reason })}
      />
    );
  }
}

/** Who comes back goes straight into the chat, unless it is not known where to. */
function firstIdentity(saved: SavedState): Identity | undefined {
  const somewhere = parseAddress(location.hash) !== undefined || saved.loadRooms().length > 0;
  return somewhere ? saved.loadIdentity() : undefined;
}
