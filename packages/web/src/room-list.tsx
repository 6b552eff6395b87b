// The rooms one is in, with what waits in each, and the way into another.

import { Component, type TargetedSubmitEvent } from "preact";
import { parseRoomName } from "@chat/protocol";
import { formatAddress, tidyName, toRoomName } from "./address.ts";
import { textOf } from "./form-text.ts";
import { CloseIcon, PlusIcon } from "./icons.tsx";
import { toBadge, type Unread } from "./unread.ts";

/** What the switcher shows, and what comes of it. */
export interface RoomListProps {
  rooms: readonly string[];
  open: string | undefined;
  unreadOf: (room: string) => Unread;
  /** Asks which rooms the server knows, to offer them. */
  onSuggest: () => Promise<readonly string[]>;
  onOpen: (room: string) => void;
  onLeave: (room: string) => void;
}

/** The switcher. */
export function RoomList({ rooms, open, unreadOf, onSuggest, onOpen, onLeave }: RoomListProps) {
  return (
    <nav class="rooms" aria-labelledby="rooms-title">
      <h2 id="rooms-title">Rooms</h2>
      <ul>
        {rooms.map((room) => (
          <li key={room} class={room === open ? "open" : ""}>
            <a href={formatAddress(room)} aria-current={room === open ? "page" : undefined}>
              <span class="hash" aria-hidden="true">
                #
              </span>
              <bdi class="wrap">{room}</bdi>
              <UnreadBadge unread={unreadOf(room)} />
            </a>
            <button
              type="button"
              class="quiet"
              aria-label={`Leave ${room}`}
              onClick={() => onLeave(room)}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
      <AddRoom onSuggest={onSuggest} onOpen={onOpen} known={rooms} />
    </nav>
  );
}

function UnreadBadge({ unread: { count, mentioned } }: { unread: Unread }) {
  if (count === 0) return null;
  return (
    <span class={`badge${mentioned ? " mention" : ""}`}>
      {toBadge(count)}
      <span class="unseen"> unread{mentioned ? ", you are mentioned" : ""}</span>
    </span>
  );
}

interface AddRoomProps {
  known: readonly string[];
  onSuggest: () => Promise<readonly string[]>;
  onOpen: (room: string) => void;
}

interface AddRoomState {
  fault: string | undefined;
  /** The rooms that the server knows. */
  suggestions: readonly string[];
}

class AddRoom extends Component<AddRoomProps, AddRoomState> {
  override state: AddRoomState = { fault: undefined, suggestions: [] };

  override render({ known }: AddRoomProps, { fault, suggestions }: AddRoomState) {
    return (
      <form class="add-room" onSubmit={this.#submit}>
        <input
          name="room"
          list="known-rooms"
          dir="auto"
          placeholder="Join a room"
          aria-label="Join a room"
          aria-invalid={fault !== undefined}
          aria-describedby="add-room-fault"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onFocus={this.#suggest}
          onInput={() => this.setState({ fault: undefined })}
        />
        <button type="submit" class="quiet" aria-label="Join this room">
          <PlusIcon />
        </button>
        <datalist id="known-rooms">
          {suggestions
            .filter((room) => !known.includes(room))
            .map((room) => (
              <option key={room} value={room} />
            ))}
        </datalist>
        <p class="fault" id="add-room-fault" role="alert">
          {fault}
        </p>
      </form>
    );
  }

  #submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = tidyName(textOf(new FormData(form), "room"));
    if (typed === "") return;
    try {
      this.props.onOpen(parseRoomName(toRoomName(typed) ?? typed));
      form.reset();
      this.setState({ fault: undefined });
    } catch (error) {
      this.setState({ fault: error instanceof Error ? error.message : String(error) });
    }
  };

  #suggest = (): void => {
    this.props.onSuggest().then(
      (suggestions) => this.setState({ suggestions }),
      () => {
        // Suggestions are a convenience: without them one types the name.
      },
    );
  };
}
