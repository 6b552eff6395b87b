// A thousand hostile connections for a minute, while 50 people chat.

import { Horde } from "../driver/horde.js";
import { floor } from "./floors.js";
import { pause } from "./session.js";

const PEOPLE = { rooms: 1, members: 50, senders: 50 };
const HOSTILE = 1_000;
/** Messages a second, of all people together. */
const RATE = 20;
const SECONDS = 60;
/** Before the people's messages count, so that all the hostile are there, in milliseconds. */
const COMING_MS = 3_000;
/** How long a server is left alone before its memory is read, in milliseconds. */
const QUIET_MS = 15_000;
const ELSEWHERE = Array.from({ length: 10 }, (_, index) => `127.0.1.${index + 1}`);

/** @type {readonly import("./index.js").Scenario[]} */
export const hostileScenarios = [
  {
    name: "hostile",
    title: "1,000 hostile connections for a minute, 50 people chatting",
    cases: [
      ...["ours", "embedded"].map((peer) => ({
        label: peer,
        peer,
        options: { rateLimits: true },
      })),
      { label: "one address", peer: "ours", options: { rateLimits: true } },
    ],
    columns: ["p50", "p99", "lost", "refused", "closed", "grownMb", "rss"],
    rounds: 1,
    run: hostile,
    floors: ["ours", "embedded", "one address"].flatMap((label) => [
      floor("p99", label).atMost(250, 50),
      floor("lost", label).atMost(0),
      floor("refused", label).atMost(0),
      floor("closed", label).atMost(0),
      floor("grownMb", label).atMost(100),
    ]),
  },
];

/** @param {import("./session.js").Session} session @param {import("./index.js").Case} tried */
async function hostile(session, { label }) {
  await session.enter(PEOPLE);
  await session.measure({ way: "rate", rate: RATE, seconds: 5 });
  const before = session.rssBytes;
  const horde = new Horde({
    port: session.ports[0] ?? 0,
    room: session.room,
    people: HOSTILE,
    addresses: label === "one address" ? ["127.0.0.1"] : ELSEWHERE,
  });
  try {
    await pause(COMING_MS);
    const { figures } = await session.measure({ way: "rate", rate: RATE, seconds: SECONDS });
    const deeds = await horde.end();
    await pause(QUIET_MS);
    return {
      ...figures,
      grownMb: (session.rssBytes - before) / 1e6,
      hostileOpened: deeds.opened,
      hostileEnded: deeds.ended,
    };
  } finally {
    horde.kill();
  }
}
