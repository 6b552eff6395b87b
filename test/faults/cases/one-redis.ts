// What may befall the servers that share one Redis, and that Redis. Each case is a function of the build that is run, so
// that a broken build goes through exactly what a good one does. Answers what was wrong.

import type { Violation } from "../support/history-checker.ts";
import type { Defect } from "../support/fleet.ts";
import { eventually, isReady, request } from "../support/http.ts";
import { LONG, ROOM, Scene, type SceneOptions } from "../support/scene.ts";

/** How long a broken build is given to show everybody what was acknowledged, in milliseconds. */
const BROKEN_SHOWN_WITHIN_MS = 3_000;
/** How long a broken build is given to say that somebody expired: more than a good one takes, in milliseconds. */
const BROKEN_EXPIRED_WITHIN_MS = 15_000;
/** How long a broken build is given to have people back, or gone, in milliseconds. */
const BROKEN_WITHIN_MS = 4_000;
/** The bound of the contract's promise that a dead server's people are said to have expired, in milliseconds. */
const EXPIRED_WITHIN_MS = 20_000;
/** How soon a server that was stopped has its people back in their rooms, in milliseconds. */
const BACK_WITHIN_MS = 8_000;
const backWithin = (defect?: Defect): number => (defect ? BROKEN_WITHIN_MS : BACK_WITHIN_MS);
const STOPPED_MS = LONG ? 30_000 : 12_000;
const REDIS_STOPPED_MS = LONG ? 10_000 : 4_000;
const FAILS_WITHIN_MS = 4_000;
/** More than the 5 s that a connection to Redis may be silent, less than the 10 s that kill a server. */
const WAY_STALLED_MS = 7_000;
const HOUR_US = 3_600_000_000;

/** A case. */
export type FaultCase = (defect?: Defect) => Promise<Violation[]>;

/** Sets the stage, plays, and judges. */
export async function play(
  options: SceneOptions,
  act: (scene: Scene) => Promise<Violation[] | void>,
): Promise<Violation[]> {
  const bound = options.defect === undefined ? {} : { shownWithinMs: BROKEN_SHOWN_WITHIN_MS };
  const scene = await Scene.open({ ...bound, ...options });
  try {
    return (await act(scene)) ?? (await scene.judge());
  } finally {
    await scene.close();
  }
}

/** A server dies while people talk through it; one of them never comes back. */
export const serverKilled: FaultCase = (defect) =>
  play({ title: "a server is killed", defect }, async (scene) => {
    const { fleet, observers } = scene;
    const ghost = await scene.enter("ghost", fleet.node(1).url);
    scene.talk();
    await scene.more(150);
    const killedAt = performance.now();
    await fleet.node(1).kill();
    await scene.part(ghost, "close");
    await scene.more(150);
    if (defect === undefined) {
      await fleet.node(1).start();
      await scene.more(100);
    }
    await scene.hush();
    const [watcher] = observers;
    const left = (): number => watcher?.notices.filter(({ type }) => type === "left").length ?? 0;
    const within = defect === undefined ? EXPIRED_WITHIN_MS : BROKEN_EXPIRED_WITHIN_MS;
    const bound = within - (performance.now() - killedAt);
    await watcher?.until(() => left() > 0, bound);
    const notices = watcher?.notices.filter(({ type }) => type === "left") ?? [];
    const told = notices.map(({ username, reason }) => `${username} ${reason}`).join();
    if (told !== "ghost expired") {
      const what = `"ghost expired" alone was to be told within 20 s, and was: "${told}"`;
      scene.found.push({ kind: "presence", where: "observer0", what });
    }
  });

/** Redis is killed, and comes back with what is on its disk. */
export function redisKilled(redisArgs: readonly string[] = []): Promise<Violation[]> {
  const options = { title: "Redis is killed", redisArgs };
  return play({ ...options, shownWithinMs: BROKEN_SHOWN_WITHIN_MS }, async (scene) => {
    scene.talk();
    for (let i = 0; i < 2; i++) {
      await scene.more(150);
      await scene.fleet.restartRedis();
    }
    await scene.more(150);
  });
}

/** Redis hangs for a while: nobody is thrown out, requests fail soon, and what hung is stored once. */
export const redisStopped: FaultCase = (defect) =>
  play({ title: "Redis is stopped for a while", defect }, async (scene) => {
    const { redis, nodes } = scene.fleet;
    scene.talk();
    await scene.more(150);
    const node = scene.fleet.node(0);
    // The first request loads what makes requests, which is not the server's time.
    await request(node.url, "/healthz");
    redis.signal("SIGSTOP");
    const stoppedAt = performance.now();
    const post = { username: "script", message: "never said" };
    const { status } = await request(node.url, `/api/rooms/other/messages`, post);
    const took = performance.now() - stoppedAt;
    if (status !== 503 || took > FAILS_WITHIN_MS) {
      throw new Error(`a message was answered with ${status} after ${Math.round(took)} ms`);
    }
    await eventually("503 on /readyz", async () => !(await isReady(node.url)), FAILS_WITHIN_MS);
    const { status: alive } = await request(node.url, "/healthz");
    if (alive !== 200) throw new Error(`/healthz answers ${alive} while Redis hangs`);
    await scene.stuck();
    await passed(stoppedAt, REDIS_STOPPED_MS);
    redis.signal("SIGCONT");
    for (const { url } of nodes) await eventually("200 on /readyz", () => isReady(url), 10_000);
    await scene.more(150);
  });

/** A server hangs for so long that it is taken for dead, and then goes on as if nothing had been. */
export const serverStopped: FaultCase = (defect) => {
  const env = { HISTORY_LIMIT: "100" };
  const options = { title: "a server is stopped for a while", trims: true, anyServer: false, env };
  return play({ ...options, talkers: 0, defect }, async (scene) => {
    const { fleet, observers } = scene;
    const [near, far] = observers;
    if (!near || !far) throw new Error("there is an observer for each server");
    for (const name of ["one", "two", "three"]) await scene.enter(name, fleet.node(0).url);
    await scene.enter("frozen", fleet.node(1).url);
    scene.talk(150);
    await scene.more(50);
    fleet.node(1).pause();
    const stoppedAt = performance.now();
    const gone = (): boolean => !near.members?.has("frozen") && !near.members?.has(far.name);
    if (!(await near.until(gone, EXPIRED_WITHIN_MS))) {
      const what = "those of a stopped server did not expire within 20 s";
      scene.found.push({ kind: "presence", where: near.name, what });
    }
    const reasons = near.notices.filter(({ type }) => type === "left").map(({ reason }) => reason);
    if (reasons.some((reason) => reason !== "expired")) {
      const what = `they left for other reasons: ${reasons.join()}`;
      scene.found.push({ kind: "presence", where: near.name, what });
    }
    await passed(stoppedAt, STOPPED_MS);
    fleet.node(1).resume();
    const back = (): boolean => near.members?.has("frozen") === true && near.members.has(far.name);
    if (!(await near.until(back, backWithin(defect)))) {
      const what = "those of a server that goes on are not back within 8 s";
      scene.found.push({ kind: "presence", where: near.name, what });
    }
    await scene.more(50);
    return scene.judge({ historyIsWhole: false });
  });
};

/** Redis does what it was asked, and the answer never arrives; nothing is said after it that would show a loss. */
export const answerLost: FaultCase = (defect) => {
  const options = { title: "an answer of Redis is lost", proxied: 0, anyServer: false, defect };
  return play({ ...options, talkers: 2 }, async (scene) => {
    const { redisProxy } = scene.fleet;
    const [speaker] = scene.people;
    if (!speaker) throw new Error("nobody is here");
    for (let i = 0; i < 3; i++) {
      scene.talk();
      await scene.more(30);
      await scene.hush();
      const lost = redisProxy.loseAnswerTo(`the answer to this is lost: ${i}`);
      await scene.say(speaker, `the answer to this is lost: ${i}`);
      await lost;
    }
  });
};

/** Only the connection over which announcements come is cut, while messages go on, and stays away for the last of them. */
export const subscriberCut: FaultCase = (defect) => {
  const options = { title: "a subscriber is cut", proxied: 0, anyServer: false, defect };
  return play({ ...options, talkers: 2 }, async (scene) => {
    const { redisProxy } = scene.fleet;
    scene.talk();
    for (let i = 0; i < 3; i++) {
      await scene.more(50);
      redisProxy.cut("chat-subscriptions");
    }
    await scene.more(50);
    await scene.hush();
    redisProxy.refuse("chat-subscriptions");
    const far = scene.people[1];
    if (!far) throw new Error("nobody is at the other server");
    for (let i = 0; i < 5; i++) await scene.say(far, `nobody announces this: ${i}`);
    redisProxy.admit("chat-subscriptions");
  });
};

/** No byte comes through between one server and Redis for longer than a connection may be silent, and then all of them. */
export const wayStalled: FaultCase = (defect) => {
  const options = { title: "the way to Redis stalls", proxied: 0, anyServer: false, defect };
  return play({ ...options, talkers: 2 }, async (scene) => {
    const { redisProxy } = scene.fleet;
    const [near, far] = scene.people;
    if (!near || !far) throw new Error("there is somebody at each server");
    scene.talk();
    await scene.more(50);
    await scene.hush();
    redisProxy.stall();
    const stalledAt = performance.now();
    const late = scene.say(near, "this comes late");
    for (let i = 0; i < 20; i++) await scene.say(far, `this is not heard at once: ${i}`);
    await passed(stalledAt, WAY_STALLED_MS);
    redisProxy.resume();
    await late;
    const left = scene.observers.flatMap(({ notices }) =>
      notices.filter(({ type }) => type === "left"),
    );
    for (const { username, reason } of left) {
      const what = `${username} was said to have left: ${reason}`;
      scene.found.push({ kind: "presence", where: "an observer", what });
    }
  });
};

/** Everything in Redis is deleted while people talk. */
export const flushed: FaultCase = (defect) =>
  play({ title: "Redis is flushed", defect }, async (scene) => {
    const { redis, nodes } = scene.fleet;
    scene.talk();
    for (let i = 0; i < 2; i++) {
      await scene.more(150);
      await redis.cli("flushall");
    }
    await scene.more(150);
    const violations = await scene.judge({ historyIsWhole: false });
    const expected = [...scene.people, ...scene.observers]
      .map(({ name }) => name)
      .toSorted()
      .join();
    const here = async (url: string): Promise<string> => {
      const { active_rooms: rooms } = (await request(url, "/stats")).body as {
        active_rooms: Record<string, string[]>;
      };
      return (rooms[ROOM] ?? []).join();
    };
    for (const { url } of defect ? nodes.slice(0, 1) : nodes) {
      const back = eventually(
        "members",
        async () => (await here(url)) === expected,
        BACK_WITHIN_MS,
      );
      await back.catch(async () => {
        const what = `the store knows of ${await here(url)} instead of ${expected}`;
        violations.push({ kind: "presence", where: "the store", what });
      });
    }
    return violations;
  });

/** Redis takes no more: it is out of memory, lacks its replicas, or was made a replica itself. */
export const redisRefuses: FaultCase = (defect) =>
  play({ title: "Redis refuses to write", defect }, async (scene) => {
    const { redis } = scene.fleet;
    const refusals = [
      [
        ["config", "set", "maxmemory", "1"],
        ["config", "set", "maxmemory", "0"],
      ],
      [
        ["config", "set", "min-replicas-to-write", "1"],
        ["config", "set", "min-replicas-to-write", "0"],
      ],
      [
        ["replicaof", "127.0.0.1", "1"],
        ["replicaof", "no", "one"],
      ],
    ] as const;
    scene.talk();
    for (const [refuse, relent] of defect === undefined ? refusals : refusals.slice(0, 1)) {
      await scene.more(50);
      await redis.cli(...refuse);
      if (defect === undefined) await scene.stuck();
      else await scene.more(20);
      const { status } = await request(scene.fleet.node(0).url, `/api/rooms/${ROOM}/history`);
      if (status !== 200) throw new Error(`reading was answered with ${status}`);
      await redis.cli(...relent);
    }
    await scene.more(50);
  });

/** The newest message in Redis is of a clock that was an hour ahead: all that follows is younger all the same. */
export const clockWasAhead: FaultCase = (defect) =>
  play({ title: "the clock of Redis is set back", defect }, async (scene) => {
    const { fleet } = scene;
    scene.talk();
    await scene.more(100);
    await scene.hush();
    const last = (await fleet.history(ROOM)).at(-1);
    if (!last) throw new Error("nothing was stored");
    const ahead = { id: last.id + HOUR_US, prev: last.id, room: ROOM };
    const said = { username: "early", message: "said too early", timestamp: last.timestamp };
    await fleet.redis.cli("lpush", `room:${ROOM}:messages`, JSON.stringify({ ...ahead, ...said }));
    scene.planted.push({ username: said.username, texts: [said.message] });
    scene.talk();
    await scene.more(100);
  });

async function passed(since: number, ms: number): Promise<void> {
  const rest = ms - (performance.now() - since);
  if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
}
