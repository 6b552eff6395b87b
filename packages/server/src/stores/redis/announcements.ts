// The form in which announcements travel over a room's channel: lines. A message is its JSON; a change of presence
// begins with `+` or `-`, typing with `~`, what an operator did with `!`. JSON has no line breaks of its own.

import type {
  Announcement,
  MeasureAnnouncement,
  RuleChange,
  StoredMessage,
} from "../../rooms/room-store.ts";

const NUMBERS = /^\{"id":(\d{1,16}),"prev":(\d{1,16}),/;
const PRESENCE = /^[+-](\d+) (\d+) (\S+) (\S+) (\{.*\})$/;
const MEASURE = /^!(\d+) (\d+)\t(\{.*\})\t(\[.*\])\t(\{.*\})?$/;
const TYPING = /^~(\S+) (\{.*\})$/;

/** The announcements in what came over a channel, in order. Lines of another form are left out. */
export function readAnnouncements(payload: string): Announcement[] {
  const announcements: Announcement[] = [];
  let messages: StoredMessage[] = [];
  for (const line of payload.split("\n")) {
    const message = readStored(line);
    if (message) {
      if (messages.length === 0) announcements.push({ type: "messages", messages });
      messages.push(message);
      continue;
    }
    messages = [];
    const other = (READERS[line[0] as keyof typeof READERS] ?? readPresence)(line);
    if (other) announcements.push(other);
  }
  return announcements;
}

const READERS = { "~": readTyping, "!": readMeasure };

/** What is sent over a channel to say that somebody types. */
export function writeTyping(by: string, json: string): string {
  return `~${by} ${json}`;
}

/** A message from its own JSON as the append script writes it: the ids are read, the rest is not parsed. */
export function readStored(json: string): StoredMessage | undefined {
  const numbers = NUMBERS.exec(json);
  if (!numbers) return undefined;
  return { id: Number(numbers[1]), prev: Number(numbers[2]), json };
}

function readPresence(line: string): Announcement | undefined {
  const parts = PRESENCE.exec(line);
  if (!parts) return undefined;
  const [, version, prev, by, username, json] = parts as unknown as string[];
  return {
    type: line.startsWith("+") ? "joined" : "left",
    version: Number(version),
    prev: Number(prev),
    username: username as string,
    by: by === "-" ? "" : (by as string),
    json: json as string,
  };
}

function readTyping(line: string): Announcement | undefined {
  const parts = TYPING.exec(line);
  return parts ? { type: "typing", by: parts[1] as string, json: parts[2] as string } : undefined;
}

function readMeasure(line: string): Announcement | undefined {
  const parts = MEASURE.exec(line);
  if (!parts) return undefined;
  const [, revision, prev, json, changes, erased] = parts as unknown as string[];
  const announcement: MeasureAnnouncement = {
    type: "measure",
    revision: Number(revision),
    prev: Number(prev),
    json: json as string,
    changes: JSON.parse(changes as string) as RuleChange[],
  };
  const replaced = readStored(erased ?? "");
  return replaced ? { ...announcement, erased: replaced } : announcement;
}
