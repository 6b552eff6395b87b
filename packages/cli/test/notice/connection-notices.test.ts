// When the connection is worth a word.

import * as assert from "uvu/assert";

import type { ChatEvent, ConnectionState } from "@chat/client";
import { suite } from "../../../../test-support/suite.ts";
import { ConnectionNotices, WORTH_SAYING_MS } from "../../src/notice/connection-notices.ts";

const test = suite("notices of the connection");

function create(): {
  said: string[];
  hear: (event: ChatEvent) => void;
  status: (status: ConnectionState["status"]) => void;
  advance: (ms: number) => void;
} {
  const said: string[] = [];
  let now = 0;
  let timer: { due: number; callback: () => void } | undefined;
  const notices = new ConnectionNotices({
    now: () => now,
    after: (ms, callback) => {
      timer = { due: now + ms, callback };
      return () => (timer = undefined);
    },
    rooms: () => ["ops", "dev"],
    username: () => "ada",
    say: (line, tone) => void said.push(`${tone}: ${line}`),
  });
  return {
    said,
    hear: (event) => notices.hear(event),
    status: (status) => notices.hear({ type: "connection", connection: { status, since: now } }),
    advance: (ms) => {
      now += ms;
      if (timer === undefined || timer.due > now) return;
      const { callback } = timer;
      timer = undefined;
      callback();
    },
  };
}

function message(username: string): ChatEvent {
  const message = { id: 1, prev: 0, room: "ops", username, message: "m", timestamp: "" };
  return {
    type: "entry",
    room: "ops",
    backlog: false,
    entry: { type: "message", key: "m1", message },
  };
}

const rejoined = (room: string): ChatEvent => ({ type: "rejoined", room });

test("a hiccup in which nothing was missed is not worth a word", () => {
  const { said, status, hear, advance } = create();
  status("reconnecting");
  advance(WORTH_SAYING_MS - 1);
  status("connected");
  hear(rejoined("ops"));
  hear(rejoined("dev"));
  advance(60_000);
  assert.equal(said, []);
});

test("after some seconds it is said once, and its return with how long it was and what was missed", () => {
  const { said, status, hear, advance } = create();
  hear(message("bob"));
  status("reconnecting");
  advance(WORTH_SAYING_MS);
  status("reconnecting");
  advance(37_000);
  status("connected");
  for (const name of ["bob", "carol", "ada"]) hear(message(name));
  hear(rejoined("ops"));
  assert.is(said.length, 1);
  hear(rejoined("dev"));
  hear(message("bob"));
  assert.equal(said, [
    "bad: connection lost; what you send is kept, and sent once it is back",
    "good: connected again after 42 s; missed meanwhile: 2 messages",
  ]);
});

test("what was missed in a hiccup is said; a room that is refused is not waited for", () => {
  const { said, status, hear } = create();
  status("reconnecting");
  status("connected");
  hear(message("bob"));
  hear(rejoined("dev"));
  hear({ type: "refused", room: "ops", error: { code: "unauthorized", message: "No." } });
  assert.equal(said, ["good: connected again after 0 s; missed meanwhile: 1 message"]);
});

test.run();
