// The rooms one is in, with what waits in each, and the way into another.

import { useRef, useState } from "preact/hooks";
import { parseRoomName } from "@chat/protocol";
import { formatAddress, tidyName, toRoomName } from "./address.ts";
import { CloseIcon, PlusIcon } from "./icons.tsx";
import { toBadge, type Unread } from "./unread.ts";

interface RoomListProps {
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

function AddRoom({ known, onSuggest, onOpen }: AddRoomProps) {
  const field = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string>();
  const [suggestions, setSuggestions] = useState<readonly string[]>([]);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const box = field.current;
    const typed = tidyName(box?.value ?? "");
    if (box === null || typed === "") return;
    try {
      onOpen(parseRoomName(toRoomName(typed) ?? typed));
      box.value = "";
      setFault(undefined);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  const suggest = (): void => {
    onSuggest().then(setSuggestions, () => {
      // Suggestions are a convenience: without them one types the name.
    });
  };

  return (
    <form class="add-room" onSubmit={submit}>
      <input
        ref={field}
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
        onFocus={suggest}
        onInput={() => setFault(undefined)}
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
