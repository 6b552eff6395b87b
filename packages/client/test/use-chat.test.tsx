// The hooks in React, drawn by Ink: what a component shows follows the snapshot.

import { EventEmitter } from "node:events";

import { createElement, type FunctionComponent } from "react";
import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import type { ChatSnapshot, RoomSnapshot } from "../src/types.ts";
import { useChat, useRoom, type SnapshotSource } from "../src/use-chat.ts";

const test = suite("useChat");

function room(lastId: number): RoomSnapshot {
  const nothing = { entries: [], drafts: [], members: [], typing: [] };
  return { room: "general", status: "joined", ...nothing, lastId, older: "none" };
}

/** A source whose snapshots a test sets. */
class Source implements SnapshotSource {
  #changes = new EventEmitter();
  #snapshot: ChatSnapshot;

  constructor(rooms: Record<string, RoomSnapshot>) {
    this.#snapshot = toSnapshot(rooms);
  }

  getSnapshot = (): ChatSnapshot => this.#snapshot;
  subscribe = (listener: () => void): (() => void) => {
    this.#changes.on("change", listener);
    return () => void this.#changes.off("change", listener);
  };

  set(rooms: Record<string, RoomSnapshot>): void {
    this.#snapshot = toSnapshot(rooms);
    this.#changes.emit("change");
  }

  get listeners(): number {
    return this.#changes.listenerCount("change");
  }
}

function toSnapshot(rooms: Record<string, RoomSnapshot>): ChatSnapshot {
  return {
    username: "ada",
    connection: { status: "connected", since: 0 },
    rooms: new Map(Object.entries(rooms)),
  };
}

/** Mounts a component and says how often it rendered. Changes are applied when `act` returns. */
async function mount(component: FunctionComponent): Promise<{ unmount: () => void }> {
  // Ink takes this for granted; Node 20 lacks it.
  (Promise as { withResolvers?: unknown }).withResolvers ??= function withResolvers() {
    let resolve: unknown;
    let reject: unknown;
    const promise = new Promise((...both) => ([resolve, reject] = both));
    return { promise, resolve, reject };
  };
  const { render } = await import("ink-testing-library");
  return render(createElement(component));
}

/** Lets React do what it has put off. */
async function rendered(fits: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !fits(); turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(fits());
}

test("a component renders the snapshot, again on a change, and lets go in the end", async () => {
  const source = new Source({ general: room(1) });
  const seen: (number | undefined)[] = [];
  const { unmount } = await mount(() => {
    seen.push(useChat(source).rooms.get("general")?.lastId);
    return null;
  });
  await rendered(() => source.listeners === 1);
  assert.equal(seen, [1]);
  source.set({ general: room(2) });
  await rendered(() => seen.length === 2);
  assert.equal(seen, [1, 2]);
  unmount();
  assert.is(source.listeners, 0);
});

test("a component of one room does not render for another", async () => {
  const general = room(1);
  const source = new Source({ general });
  const seen: (number | undefined)[] = [];
  const { unmount } = await mount(() => {
    seen.push(useRoom(source, "general")?.lastId);
    return null;
  });
  await rendered(() => source.listeners === 1);
  source.set({ general, dev: room(7) });
  source.set({ general: room(2) });
  await rendered(() => seen.length > 1);
  assert.equal(seen, [1, 2]);
  source.set({});
  await rendered(() => seen.length > 2);
  assert.equal(seen, [1, 2, undefined]);
  unmount();
});

test.run();
