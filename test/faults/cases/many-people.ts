// What may befall servers in which people come and go all the time: joins in a flood, restarts by plan, a long run.

import { Fleet } from "../support/fleet.ts";
import type { Violation } from "../support/history-checker.ts";
import { request } from "../support/http.ts";
import { Observer } from "../support/observer.ts";
import { createRandom } from "../support/random.ts";
import { LONG, type Scene } from "../support/scene.ts";
import { type FaultCase, play } from "./one-redis.ts";

const JOINS = LONG ? 2_000 : 150;
const JOINS_AT_ONCE = 10;
const QUIET_ROOMS = 40;
const HEARD_WITHIN_MS = 3_000;
const MESSAGES = LONG ? 20_000 : 600;
const TALKERS = 8;
const FLOOD_PAUSE_MS = 30;
/** After how many rounds of guests all who came through the front lose their connections. */
const CUT_EVERY = 4;

/** People join while others talk without pause; each must see a stream without hole from the backlog on. */
export const joinsInFlood: FaultCase = (defect) =>
  play({ title: "joins during a flood", defect }, async (scene) => {
    scene.talk(FLOOD_PAUSE_MS);
    await scene.more(100);
    await comeAndGo(scene, JOINS, "joiner");
  });

/** Somebody joins a quiet room in the moment in which the only message is said there: nothing later shows a loss. */
export async function joinsInQuiet(defect?: "no-barrier"): Promise<Violation[]> {
  const random = createRandom("joins in quiet rooms");
  const fleet = await Fleet.open({ defect });
  const violations: Violation[] = [];
  const observers: Observer[] = [];
  try {
    for (let i = 0; i < QUIET_ROOMS; i++) {
      const room = `quiet-${i}`;
      const observer = new Observer(fleet.node(1).url, "listener", room);
      observers.push(observer);
      await observer.asked();
      await new Promise((resolve) => setTimeout(resolve, random.int(0, 20)));
      const post = { username: "script", message: "the only one" };
      const { status } = await request(fleet.node(0).url, `/api/rooms/${room}/messages`, post);
      if (status !== 201) throw new Error(`a message was answered with ${status}`);
    }
    const late = performance.now() + HEARD_WITHIN_MS;
    for (const [i, observer] of observers.entries()) {
      const bound = Math.max(1, late - performance.now());
      if (await observer.until(() => observer.lastId > 0, bound)) continue;
      violations.push({ kind: "lost", where: `quiet-${i}`, what: "the only message is missing" });
    }
    return [...violations, ...observers.flatMap((one) => one.violations)];
  } finally {
    for (const observer of observers) observer.close();
    await fleet.close();
  }
}

/** Three servers are restarted one after the other, by plan, under load: nobody is said to have left. */
export const rollingRestart: FaultCase = (defect) =>
  play({ title: "a rolling restart", nodes: 3, defect }, async (scene) => {
    scene.talk();
    await scene.more(150);
    for (const node of defect === undefined ? scene.fleet.nodes : scene.fleet.nodes.slice(0, 1)) {
      await node.stop();
      await node.start();
      await scene.more(100);
    }
    await scene.hush();
    for (const { name, notices } of scene.observers) {
      const left = notices.filter(({ type }) => type === "left");
      if (left.length === 0) continue;
      const what = left.map(({ username, reason }) => `${username} ${reason}`).join();
      scene.found.push({ kind: "presence", where: name, what: `was told that they left: ${what}` });
    }
  });

/** Three servers, eight who talk, and others who come, go and lose their connections throughout. */
export function longRun(store: "redis" | "cluster"): Promise<Violation[]> {
  const options = { title: `a long run on ${store}`, store, nodes: 3, talkers: TALKERS };
  return play(options, async (scene) => {
    scene.talk(FLOOD_PAUSE_MS);
    for (let round = 0; scene.count < MESSAGES; round++) {
      await comeAndGo(scene, JOINS_AT_ONCE, `guest${round}-`);
      if (round % CUT_EVERY === CUT_EVERY - 1) scene.fleet.front.cut();
    }
  });
}

/** Lets people in, some at a time; each stays until a few more messages were said, and leaves or just goes. */
async function comeAndGo(scene: Scene, count: number, name: string): Promise<void> {
  let next = 0;
  const oneByOne = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) {
      const stay = scene.random.int(1, 20);
      // Every second one is a bare connection, which shows whether the server alone leaves no hole.
      if (i % 2 === 0) {
        const observer = await scene.observe(scene.fleet.node(i % 4 === 0 ? 0 : 1), `${name}${i}`);
        await scene.more(stay);
        scene.dismiss(observer);
      } else {
        const person = await scene.enter(`${name}${i}`);
        await scene.more(stay);
        await scene.part(person, scene.random.next() < 0.5 ? "leave" : "close");
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(JOINS_AT_ONCE, count) }, oneByOne));
}
