// The form in the place of a private room: it asks for the password, and says when that was not it.

import type { ChatClient, RoomSnapshot } from "@chat/client";
import { textOf } from "../form-text.ts";

interface PasswordFormProps {
  client: ChatClient;
  room: RoomSnapshot;
}

/** The form. */
export function PasswordForm({ client, room }: PasswordFormProps) {
  const { error } = room;
  const wrong = error?.code === "password_required" ? undefined : error?.message;
  return (
    <form
      class="private-room"
      onSubmit={(event) => {
        event.preventDefault();
        // From the field itself: what was typed last may not have been drawn yet. How it ends is in the snapshot.
        const password = textOf(new FormData(event.currentTarget), "password");
        client.join(room.room, { password }).catch(() => {});
      }}
    >
      <div class="field">
        <label for="room-password">This room is private. Its password:</label>
        <input
          id="room-password"
          name="password"
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
