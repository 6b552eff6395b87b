// One's own message before the server has it: at once in the log, with how it stands.

import type { Draft } from "@chat/client";
import { MessageText } from "./message-text.tsx";
import { Avatar, By } from "./log-row-view.tsx";
import { toHueStyle } from "./name-hue.ts";

interface DraftRowProps {
  draft: Draft;
  username: string;
  onRetry: (nonce: string) => void;
  onDiscard: (nonce: string) => void;
}

/** A draft, and what can be done about one that failed. */
export function DraftRow({ draft, username, onRetry, onDiscard }: DraftRowProps) {
  const failed = draft.state === "failed";
  return (
    <article class={`message own draft${failed ? " failed" : ""}`} style={toHueStyle(username)}>
      <Avatar username={username} />
      <By username={username}>
        <span class={failed ? "" : "slow"}>{stateText(draft)}</span>
      </By>
      <MessageText text={draft.text} />
      {failed && (
        <p class="actions" role="alert">
          <span>{draft.error?.message ?? "The server did not take this message."}</span>
          <button type="button" onClick={() => onRetry(draft.nonce)}>
            Try again
          </button>
          <button type="button" onClick={() => onDiscard(draft.nonce)}>
            Discard
          </button>
        </p>
      )}
    </article>
  );
}

function stateText(draft: Draft): string {
  if (draft.state === "failed") return "not sent";
  if (draft.state !== "waiting") return "sending…";
  if (draft.error?.code === "rate_limited") return "slowed down: too much at once";
  return "waiting to be sent";
}
