// What keys do to the state of the screen, without a terminal.

import * as assert from "uvu/assert";

import type { ChatClientApi, Entry, RoomSnapshot } from "@chat/client";
import { ChatError } from "@chat/protocol";
import { suite } from "../../../../test-support/suite.ts";
import { Preferences } from "../../src/preferences/preferences.ts";
import { readPreferences } from "../../src/preferences/read-preferences.ts";
import { ChatScreen } from "../../src/screen/chat-screen.ts";
import { FrameBuilder } from "../../src/screen/frame-builder.ts";
import type { InkFrame } from "../../src/screen/ink-frame.ts";
import { createPaint } from "../../src/screen/paint.ts";
import { chooseTheme } from "../../src/screen/theme.ts";

const test = suite("ChatScreen");

function createRoom(count: number): RoomSnapshot {
  const entries = Array.from({ length: count }, (_, index): Entry => {
    const id = index + 1;
    const timestamp = "2026-01-01T00:00:00.000Z";
    const message = { id, prev: index, room: "ops", username: "bob", message: `m${id}`, timestamp };
    return { type: "message", key: String(id), message };
  });
  return {
    ...{ room: "ops", status: "joined", entries, drafts: [], members: ["ada"], typing: [] },
    ...{ lastId: count, older: "maybe" },
  };
}

/** A screen of 60 by 12 cells over a client of which only what is given here works. */
function createScreen(client: Partial<ChatClientApi>): {
  screen: ChatScreen;
  rendered: () => number;
} {
  const room = createRoom(50);
  let rendered = 0;
  const ink = {
    render: () => {
      rendered += 1;
      return ["", "status", "> "];
    },
  };
  const host = {
    ...{ changed() {}, redraw() {}, suspend() {}, quit() {}, now: () => 0, signal() {} },
    editOutside: async (text: string) => text,
  };
  const screen = new ChatScreen(
    {
      getSnapshot: () => ({
        username: "ada",
        connection: { status: "connected", since: 0 },
        rooms: new Map([["ops", room]]),
      }),
      setTyping: () => {},
      ...client,
    } as ChatClientApi,
    ["ops"],
    new FrameBuilder(
      ink as unknown as InkFrame,
      createPaint(chooseTheme("none", "unknown"), false),
      "ada",
      () => {},
    ),
    host,
    new Preferences(readPreferences("f.json", {}), {}, () => {}),
  );
  screen.frame(60, 12);
  return { screen, rendered: () => rendered };
}

test("older messages that cannot be had are asked for again only by scrolling again", async () => {
  let asked = 0;
  const { screen } = createScreen({
    loadOlder: () => {
      asked += 1;
      return Promise.reject(new ChatError("unavailable", "Not now."));
    },
  });
  screen.take({ type: "key", key: "alt-home" });
  for (let frame = 0; frame < 5; frame++) {
    screen.frame(60, 12);
    await Promise.resolve();
    await Promise.resolve();
  }
  assert.is(asked, 1);
  screen.take({ type: "key", key: "pageup" });
  assert.is(asked, 2);
});

test("commands are not told to others as typing", () => {
  const told: boolean[] = [];
  const { screen } = createScreen({ setTyping: (_room, typing) => void told.push(typing) });
  for (const text of ["h", "i"]) screen.take({ type: "text", text });
  screen.take({ type: "key", key: "ctrl-u" });
  screen.take({ type: "text", text: "/who" });
  assert.equal(told, [true, true, false, false]);
});

test("the footer is rendered when it changes, not with every frame", () => {
  const { screen, rendered } = createScreen({});
  for (let frame = 0; frame < 5; frame++) screen.frame(60, 12);
  assert.is(rendered(), 1);
  screen.take({ type: "text", text: "a" });
  screen.frame(60, 12);
  assert.is(rendered(), 2);
});

test.run();
