// The names of what is kept in Redis. Source: the contract, and for the rest the rule that all keys of a room and its
// channel share one slot, so that one script can use them together on a cluster too.

/** The history of a room, a LIST, newest first. The room's channel has the same name. */
export function historyKey(room: string): string {
  return `room:${room}:messages`;
}

/** A history while it is put together to take the place of a room's, a LIST. */
export function importKey(room: string): string {
  return `{room:${room}:messages}:import`;
}

/** The sessions in a room, a HASH: `node|session` → username; besides them `v`, the version, and `born`. */
export function sessionsKey(room: string): string {
  return `{room:${room}:messages}:sessions`;
}

/** The members of a room, a HASH: username → number of sessions. */
export function namesKey(room: string): string {
  return `{room:${room}:messages}:names`;
}

/** What operators set for a room, a HASH: rule → value; besides them `v`, the revision. */
export function rulesKey(room: string): string {
  return `{room:${room}:messages}:rules`;
}

/** The message that a nonce stands for, a STRING. Usernames hold no colon, so no two nonces share a key. */
export function nonceKey(room: string, username: string, nonce: string): string {
  return `{room:${room}:messages}:nonce:${username}:${nonce}`;
}

/** Whose a name is, a STRING: the proof of its owner, a blank, the name as first spelled. @param look the name's look */
export function claimKey(look: string): string {
  return `chat:name:${look}`;
}

/** When each room was last active, a ZSET: room → milliseconds since the epoch. */
export const ROOM_INDEX_KEY = "chat:rooms";

/** The nodes and their heartbeats, a HASH: node → beat. */
export const NODES_KEY = "chat:nodes";

/** The rooms in which a node has, or had, sessions, a SET. */
export function nodeRoomsKey(node: string): string {
  return `chat:node:${node}:rooms`;
}

/** The room that a channel or history key belongs to. */
export function roomOfKey(key: string): string {
  return key.slice("room:".length, -":messages".length);
}
