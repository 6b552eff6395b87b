// One room of a fleet with people who talk without pause while something breaks, and the judgement of it all at the end.
// Knows how to set up, to wait and to judge; what breaks is the business of each case.

import { type Sent, type Violation, checkHistory, describeViolation } from "./history-checker.ts";
import { Fleet, type FleetNode, type FleetOptions } from "./fleet.ts";
import { Observer } from "./observer.ts";
import { Person } from "./person.ts";
import { type Random, createRandom } from "./random.ts";

/** How a scene is set up. */
export interface SceneOptions extends FleetOptions {
  /** What it is called where its seed is printed. */
  title: string;
  /** How many people talk; 4 where absent. Each reaches a server of his own by turns, or any that is there. */
  talkers?: number;
  /** Whether the store keeps so little that what was missed may be gone; false where absent. */
  trims?: boolean;
  /** How long what is acknowledged may take to be shown to everybody, in milliseconds; 8 s where absent. */
  shownWithinMs?: number;
  /** Whether people reach any server there is, instead of one of their own; true where absent. */
  anyServer?: boolean;
}

/** Whether the long form is run. */
export const LONG = process.env["CHAT_FAULTS"] === "long";

/** The room in which all of it happens. */
export const ROOM = "faults";
/** How long what is acknowledged may take to be shown to everybody, in milliseconds. */
const SHOWN_WITHIN_MS = 8_000;
/** How long drafts may take to be stored once everything works again, in milliseconds. */
const STORED_WITHIN_MS = 25_000;
const PAUSE_MAX_MS = 12;
const BURST_MAX = 4;

/** The scene. Opened by {@link Scene.open}. */
export class Scene {
  readonly fleet: Fleet;
  readonly random: Random;
  readonly people: Person[] = [];
  readonly observers: Observer[] = [];
  /** What was put into the store by other hands. */
  readonly planted: Sent[] = [];
  /** What a case has found besides what the checker finds. */
  readonly found: Violation[] = [];
  readonly #options: SceneOptions;
  #gone: Person[] = [];
  #dismissed: Observer[] = [];
  #talking: Promise<void>[] = [];
  #quiet = false;
  #count = 0;
  #said = 0;
  #waiting: { count: number; resolve: () => void }[] = [];

  private constructor(fleet: Fleet, random: Random, options: SceneOptions) {
    this.fleet = fleet;
    this.random = random;
    this.#options = options;
  }

  /** Starts servers and lets people and an observer for each server into the room; nobody talks yet. */
  static async open(options: SceneOptions): Promise<Scene> {
    const { title, talkers = 4 } = options;
    const scene = new Scene(await Fleet.open(options), createRandom(title), options);
    try {
      for (const [i, node] of scene.fleet.nodes.entries())
        await scene.observe(node, `observer${i}`);
      for (let i = 0; i < talkers; i++) await scene.enter(`talker${i}`);
      return scene;
    } catch (error) {
      await scene.close();
      throw error;
    }
  }

  /** How many messages have been acknowledged. */
  get count(): number {
    return this.#count;
  }

  /** Lets somebody in. */
  async enter(name: string, url?: string): Promise<Person> {
    const node = this.fleet.node(this.people.length % this.fleet.nodes.length);
    const { anyServer = true } = this.#options;
    const person = new Person(url ?? (anyServer ? this.fleet.url : node.url), name, ROOM);
    this.people.push(person);
    await person.join();
    return person;
  }

  /** Lets an observer in, over a server of its own. */
  async observe(node: FleetNode, name: string): Promise<Observer> {
    const observer = new Observer(node.url, name, ROOM, this.#options.trims);
    this.observers.push(observer);
    if (await observer.until(() => observer.members !== undefined, SHOWN_WITHIN_MS))
      return observer;
    throw new Error(`${name} was not let in`);
  }

  /** Lets somebody go: out of the room first, or without a word. */
  async part(person: Person, how: "leave" | "close"): Promise<void> {
    this.people.splice(this.people.indexOf(person), 1);
    this.#gone.push(person);
    if (how === "leave") await person.leave();
    await person.close();
  }

  /** Closes an observer's connection without a word. */
  dismiss(observer: Observer): void {
    this.observers.splice(this.observers.indexOf(observer), 1);
    this.#dismissed.push(observer);
    observer.close();
  }

  /** One message, and settles once it is acknowledged. */
  async say(person: Person, text: string): Promise<void> {
    await person.say(text);
    this.#count++;
    this.#waiting = this.#waiting.filter(({ count, resolve }) => {
      if (count <= this.#count) resolve();
      return count > this.#count;
    });
  }

  /** Everybody who is here begins to talk, each on and on until {@link hush}. */
  talk(pauseMs = PAUSE_MAX_MS): void {
    this.#quiet = false;
    for (const person of this.people) this.#talking.push(this.#talkOn(person, pauseMs));
  }

  /** Settles once so many more messages are acknowledged. @throws Error after `boundMs` */
  async more(count: number, boundMs = 30_000): Promise<void> {
    const wanted = this.#count + count;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const what = `${this.#count} of ${wanted} messages were acknowledged in ${boundMs} ms`;
        reject(new Error(`${what}${this.#describeLogs()}`));
      }, boundMs);
    });
    const reached = new Promise<void>((resolve) => this.#waiting.push({ count: wanted, resolve }));
    try {
      await Promise.race([reached, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Settles once everybody has a draft that waits for the store to take it. @throws Error after `boundMs` */
  async stuck(boundMs = 20_000): Promise<void> {
    const waits = ({ client }: Person): boolean =>
      client
        .getSnapshot()
        .rooms.get(ROOM)
        ?.drafts.some(({ error }) => error !== undefined) === true;
    const late = performance.now() + boundMs;
    while (!this.people.every(waits)) {
      if (performance.now() > late) throw new Error(`somebody is still served after ${boundMs} ms`);
      await pause(20);
    }
  }

  /** Nobody says anything new; settles once all that was said is acknowledged. @throws Error where it never is */
  async hush(): Promise<void> {
    this.#quiet = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`drafts are still not stored${this.#describeLogs()}`));
      }, STORED_WITHIN_MS);
    });
    try {
      await Promise.race([Promise.all(this.#talking), late]);
    } finally {
      clearTimeout(timer);
    }
    this.#talking = [];
  }

  /**
   * Everything that is wrong once all is quiet and has had its time to arrive: see the checker, and who is told to be
   * in the room.
   */
  async judge({ historyIsWhole = true, presence = true } = {}): Promise<Violation[]> {
    await this.hush();
    await this.#untilShown();
    if (presence) await this.#checkMembers();
    const everybody = [...this.people, ...this.#gone];
    const observers = [...this.observers, ...this.#dismissed];
    const refused = everybody.flatMap(({ refused }) => refused);
    return [
      ...this.found,
      ...refused.map((what): Violation => ({ kind: "lost", where: "an outbox", what })),
      ...observers.flatMap(({ violations }) => violations),
      ...checkHistory({
        sent: [...everybody.map(({ sent }) => sent), ...this.planted],
        acknowledged: everybody.flatMap(({ acknowledged }) => acknowledged),
        views: [...everybody, ...observers].map(({ view }) => view),
        history: await this.fleet.history(ROOM),
        historyIsWhole,
      }),
    ];
  }

  /** Ends everything. */
  async close(): Promise<void> {
    this.#quiet = true;
    for (const observer of this.observers) observer.close();
    await Promise.all(this.people.map(({ client }) => client.close()));
    await this.fleet.close();
  }

  async #talkOn(person: Person, pauseMs: number): Promise<void> {
    while (!this.#quiet && !person.gone) {
      const burst = Array.from({ length: this.random.int(1, BURST_MAX) }, () => ++this.#said);
      await Promise.all(burst.map((n) => this.say(person, `${person.name} says ${n}`)));
      await pause(this.random.int(0, pauseMs));
    }
  }

  /** What is acknowledged is shown to everybody soon, with nothing said after it that would show its absence. */
  async #untilShown(): Promise<void> {
    const newest = Math.max(
      0,
      ...[...this.people, ...this.#gone].flatMap(({ acknowledged }) =>
        acknowledged.map(({ id }) => id),
      ),
    );
    const late = performance.now() + (this.#options.shownWithinMs ?? SHOWN_WITHIN_MS);
    const behind = (): boolean =>
      [...this.people, ...this.observers].some(({ lastId }) => lastId < newest);
    while (behind() && performance.now() < late) await pause(20);
  }

  /** Every observer is told of exactly those who are here. */
  async #checkMembers(): Promise<void> {
    const expected = [...this.people, ...this.observers].map(({ name }) => name).toSorted();
    const bound = this.#options.shownWithinMs ?? SHOWN_WITHIN_MS;
    for (const observer of this.observers) {
      const told = (): string => [...(observer.members ?? [])].toSorted().join();
      if (await observer.until(() => told() === expected.join(), bound)) continue;
      const what = `was told that ${told()} are here, but ${expected.join()} are`;
      this.found.push({ kind: "presence", where: observer.name, what });
    }
  }

  #describeLogs(): string {
    return this.fleet.nodes
      .map(({ url, logs }) => `\n${url} logged:\n${logs.slice(-2_000)}`)
      .join("");
  }
}

/** Fails with all violations, where there are some. @throws Error */
export function assertWhole(violations: readonly Violation[]): void {
  if (violations.length === 0) return;
  const shown = violations.slice(0, 12).map((one) => `\n  ${describeViolation(one)}`);
  throw new Error(`${violations.length} violations:${shown.join("")}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
