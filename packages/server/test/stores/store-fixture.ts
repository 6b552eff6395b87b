// What a contract suite needs of a store to run on it. Knows no store.

import type { Need } from "../../../../test-support/needs.ts";
import type { RoomStore } from "../../src/rooms/room-store.ts";
import type { Retention } from "../../src/rooms/tail.ts";

/** How a store is brought to the tests. */
export interface StoreFixture {
  /** What has to be installed for it. */
  needs?: readonly Need[];
  /** Before the first test. */
  setUp?: () => Promise<void>;
  /** Opens an empty store. The suite closes it. */
  open: (retention: Retention) => Promise<RoomStore>;
  /** After the last test. */
  tearDown?: () => Promise<void>;
}

/** What histories keep where a test does not say. */
export const USUAL: Retention = { limit: 100, ttlMs: 3_600_000 };
