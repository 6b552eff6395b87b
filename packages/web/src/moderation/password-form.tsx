// The form in the place of a private room: it asks for the password, and says when that was not it.

import { useRef } from "preact/hooks";
import type { ChatClient, RoomSnapshot } from "@chat/client";

interface PasswordFormProps {
  client: ChatClient;
  room: RoomSnapshot;
}

/** The form. */
export function PasswordForm({ client, room }: PasswordFormProps) {
  const field = useRef<HTMLInputElement>(null);
  const { error } = room;
  const wrong = error?.code === "password_required" ? undefined : error?.message;
  return (
    <form
      class="private-room"
      onSubmit={(event) => {
        event.preventDefault();
        // From the field itself: what was typed last may not have been drawn yet. How it ends is in the snapshot.
        client.join(room.room, { password: field.current?.value ?? "" }).catch(() => {});
      }}
    >
      <div class="field">
        <label for="room-password">This room is private. Its password:</label>
        <input
          ref={field}
          id="room-password"
          type="password"
          autoComplete="off"
          required
          autofocus
          aria-invalid={wrong !== undefined}
          aria-describedby="room-password-fault"
        />
        <p id="room-password-fault" class="fault" role="alert">
          {wrong}
        </p>
      </div>
      <button class="primary">Enter</button>
    </form>
  );
}
