// A node's live copy of what operators set for one room, kept by announcements. Pure: it is told what was heard and what
// was loaded, and says what nobody here has been told.

import type { Moderated } from "@chat/protocol";

import { isErased } from "./erasure.ts";
import { NO_RULES, type RoomRules, toRoomRules } from "./room-rules.ts";
import type { Announcement, MeasureAnnouncement, RoomState, StoredMessage } from "./room-store.ts";

/** The rules of one live room. */
export class LiveRules {
  #rules: RoomRules = NO_RULES;

  /** The rules as far as they are known here. */
  get current(): RoomRules {
    return this.#rules;
  }

  /** Takes the rules over from the store, when the room is opened. */
  begin({ rules }: RoomState): void {
    this.#rules = toRoomRules(rules);
  }

  /** Whether the store, which is at this revision, knows something that this copy does not, or has forgotten it. */
  isBehind(revision: number): boolean {
    const known = this.#rules.revision;
    return revision > known || (revision === 0 && known > 0);
  }

  /** Takes a measure in. False where something before it was missed: then the copy must be loaded anew. */
  apply({ revision, prev, changes }: MeasureAnnouncement): boolean {
    const known = this.#rules.revision;
    // What was loaded since has it already.
    if (revision > known) this.#rules = this.#rules.with(revision, changes);
    return prev <= known;
  }

  /**
   * Replaces the copy, and says what was done meanwhile that nobody here was told of. Who did it is not known then.
   *
   * @param seen the messages as they were here, oldest first
   * @param held what was announced and will be told yet
   * @param timestamp of what is told
   */
  replace(
    room: string,
    state: RoomState,
    seen: readonly StoredMessage[],
    held: readonly Announcement[],
    timestamp: string,
  ): Moderated[] {
    const legible = new Set(seen.filter((one) => !isErased(one)).map(({ id }) => id));
    for (const announcement of held) {
      if (announcement.type !== "measure") continue;
      this.apply(announcement);
      legible.delete(announcement.erased?.id ?? 0);
    }
    const before = this.#rules;
    this.begin(state);
    const told = { room, timestamp };
    const erased = state.messages.filter((one) => legible.has(one.id) && isErased(one));
    return [
      ...erased.map(({ id }): Moderated => ({ ...told, action: "delete", id })),
      ...compare(before, this.#rules).map((change) => ({ ...told, ...change })),
    ];
  }
}

/** What the members of a room see change from some rules to others. */
function compare(
  before: RoomRules,
  after: RoomRules,
): Pick<Moderated, "action" | "topic" | "private">[] {
  const changes: Pick<Moderated, "action" | "topic" | "private">[] = [];
  if (after.topic !== before.topic) changes.push({ action: "topic", topic: after.topic ?? "" });
  if (after.isClosed !== before.isClosed)
    changes.push({ action: after.isClosed ? "close" : "open" });
  const isPrivate = after.password !== undefined;
  if (isPrivate !== (before.password !== undefined)) {
    changes.push({ action: "password", private: isPrivate });
  }
  return changes;
}
