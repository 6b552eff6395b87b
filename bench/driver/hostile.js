// The process of the hostile: opens so many connections, lets each do its worst, until it is told to end.

import { HostileClient, deeds, kinds } from "./hostile-client.js";

/** How often each does its worst, in milliseconds. */
const ACT_EVERY_MS = 50;
/** Over how long they come, in milliseconds. */
const COME_WITHIN_MS = 2_000;

/** @typedef {{ port: number, room: string, people: number, addresses: readonly string[] }} HordePlan */

/** @type {HostileClient[]} */
const horde = [];

process.once("message", (/** @type {HordePlan} */ { port, room, people, addresses }) => {
  for (let number = 0; number < people; number++) {
    const kind = kinds[number % kinds.length] ?? "flood";
    const address = addresses[number % addresses.length] ?? "127.0.0.1";
    const client = new HostileClient(kind, { port, room, address, number });
    horde.push(client);
    setTimeout(() => client.open(), (number / people) * COME_WITHIN_MS);
  }
  setInterval(() => {
    for (const client of horde) client.act();
  }, ACT_EVERY_MS);
  process.once("message", () => {
    for (const client of horde) client.close();
    process.send?.(deeds, () => process.exit(0));
  });
});
process.on("disconnect", () => process.exit(0));
