// What the page remembers: who one is, which rooms, how far one has read, and texts not yet sent.
// Knows the names of the keys and trusts nothing it reads; a browser that forbids storage only forgets.

import { isRoomName, isSecret, isUsername } from "@chat/protocol";
import type { Draft, OutboxStorage } from "@chat/client";

/** The part of the browser's `Storage` that is used. */
export type TextStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Who is chatting. */
export interface Identity {
  username: string;
  /** The server's token, where it asks for one. */
  token?: string;
}

/** The memory of the page. No call throws. */
export interface SavedState {
  loadIdentity(): Identity | undefined;
  saveIdentity(identity: Identity): void;
  /** What proves to the server that names are one's own: 16 to 128 characters. Made at first use. */
  loadSecret(): string;
  saveSecret(secret: string): void;
  /** The rooms to enter on opening the page, in the order they were joined. */
  loadRooms(): string[];
  saveRooms(rooms: readonly string[]): void;
  /** The id of the last message read, for each room. */
  loadMarks(): ReadonlyMap<string, number>;
  saveMarks(marks: ReadonlyMap<string, number>): void;
  /** The text being written in a room, empty where there is none. */
  loadText(room: string): string;
  saveText(room: string, text: string): void;
  /** Where the outbox of a name is kept. Of this tab alone: two tabs would overwrite each other. */
  outboxOf(username: string): OutboxStorage;
}

function createSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");
}

/** @param lasting kept over visits. @param tab kept over reloads of this tab */
export function createSavedState(lasting: TextStore, tab: TextStore): SavedState {
  /** Where nothing can be kept it lasts as long as the page. */
  let made: string | undefined;
  return {
    loadSecret() {
      const kept = readJson(lasting, "chat.secret");
      if (isSecret(kept)) return kept;
      write(lasting, "chat.secret", (made ??= createSecret()));
      // As it is kept now: another tab may have made one at the same time.
      const now = readJson(lasting, "chat.secret");
      return isSecret(now) ? now : made;
    },
    saveSecret: (secret) => write(lasting, "chat.secret", (made = secret)),
    loadIdentity() {
      const { username, token } = readRecord(lasting, "chat.identity");
      if (!isUsername(username)) return undefined;
      return typeof token === "string" && token !== "" ? { username, token } : { username };
    },
    saveIdentity: (identity) => write(lasting, "chat.identity", identity),
    loadRooms: () => [...new Set(readList(lasting, "chat.rooms").filter(isRoomName))],
    saveRooms: (rooms) => write(lasting, "chat.rooms", rooms),
    loadMarks: () => new Map(readList(lasting, "chat.read").filter(isMark)),
    saveMarks: (marks) => write(lasting, "chat.read", [...marks]),
    loadText(room) {
      const text = readJson(tab, `chat.text.${room}`);
      return typeof text === "string" ? text : "";
    },
    saveText: (room, text) => write(tab, `chat.text.${room}`, text === "" ? undefined : text),
    outboxOf(username) {
      const key = `chat.outbox.${username}`;
      return {
        load: () => readList(tab, key).filter(isDraft),
        save: (drafts) => write(tab, key, drafts.length === 0 ? undefined : drafts),
      };
    },
  };
}

/** A store of the browser's, or one that lasts as long as the page where the browser forbids it. */
export function openStore(open: () => TextStore): TextStore {
  try {
    const store = open();
    store.getItem("chat");
    return store;
  } catch {
    const texts = new Map<string, string>();
    return {
      getItem: (key) => texts.get(key) ?? null,
      setItem: (key, text) => void texts.set(key, text),
      removeItem: (key) => void texts.delete(key),
    };
  }
}

function write(store: TextStore, key: string, value: unknown): void {
  try {
    if (value === undefined) store.removeItem(key);
    else store.setItem(key, JSON.stringify(value));
  } catch {
    // Storage that is full or forbidden costs the memory, not the chat.
  }
}

function readJson(store: TextStore, key: string): unknown {
  try {
    return JSON.parse(store.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function readList(store: TextStore, key: string): unknown[] {
  const value = readJson(store, key);
  return Array.isArray(value) ? value : [];
}

function readRecord(
  store: TextStore,
  key: string,
): { [field: string]: unknown; username?: unknown; token?: unknown } {
  const value = readJson(store, key);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isMark(value: unknown): value is [string, number] {
  return Array.isArray(value) && isRoomName(value[0]) && Number.isSafeInteger(value[1]);
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const { room, text, nonce, createdAt, state } = value as Record<keyof Draft, unknown>;
  return (
    isRoomName(room) &&
    typeof text === "string" &&
    typeof nonce === "string" &&
    typeof createdAt === "number" &&
    (state === "waiting" || state === "sending" || state === "failed")
  );
}
