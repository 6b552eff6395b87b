// A process that opens a data directory, appends without end and prints the id of each message once it is acknowledged.
// Started by a test, and killed by it.

import { EmbeddedRoomStore } from "../../../src/stores/embedded/embedded-room-store.ts";

const [directory = ""] = process.argv.slice(2);
const store = EmbeddedRoomStore.open({
  directory,
  retention: { limit: 1_000_000, ttlMs: 3_600_000 },
  report: (error) => {
    throw error;
  },
});
await store.enter("general", "s1", "ada");

async function write(lane: number): Promise<void> {
  for (let count = 0; ; count++) {
    const nonce = `${lane}-${count}`;
    const draft = { room: "general", username: "ada", message: nonce, nonce };
    const { message } = await store.append(draft);
    process.stdout.write(`${message.id} ${nonce}\n`);
  }
}

await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(write));
