// What people say: messages on their way to the store, and that they type. Decides who may, and under which name; what is
// told of it comes back from the store. Messages come here by the thousand: in the usual case nothing is awaited.

import { ChatError, type PostRequest, type Typing, type TypingRequest } from "@chat/protocol";

import type { ChatPorts } from "./chat-ports.ts";
import type { ClaimKeeper } from "./claim-keeper.ts";
import type { Gathering } from "./gathering.ts";
import type { LiveRoom } from "./live-room.ts";
import type { NameDoor } from "./name-door.ts";
import { mismatch, notJoined } from "./refusals.ts";
import type { Appended } from "./room-store.ts";
import { NO_RULES } from "./room-rules.ts";
import type { Caller, RuleKeeper } from "./rule-keeper.ts";
import type { Seat, Seats } from "./seats.ts";

const NOTHING = Promise.resolve();

/** What it works with. */
export interface PostingPorts extends Pick<ChatPorts, "names" | "limits" | "store"> {
  seats: Pick<Seats, "at" | "find" | "turnOf">;
  door: Pick<NameDoor, "pass">;
  rules: Pick<RuleKeeper, "speak">;
  keeper: Pick<ClaimKeeper, "note">;
  gathering: Gathering;
}

/** Takes what people say. */
export class Posting {
  readonly #ports: PostingPorts;
  /**
   * Who is being asked about, by room and name: until the last of their messages was let through or refused. What they say next
   * waits behind it, however much quicker it could be let through: nobody's messages change places.
   */
  readonly #asking = new Map<string, Promise<unknown>>();

  constructor(ports: PostingPorts) {
    this.#ports = ports;
  }

  /** See `Chat.post`. */
  post(caller: Caller, request: PostRequest): Promise<Appended> {
    const connection = typeof caller === "string" ? caller : undefined;
    const { seats } = this.#ports;
    const seat = seats.at(connection, request.room);
    if (seat && seat.pending > 0) {
      return seat.turn.then(() => this.#speak(caller, seats.at(connection, request.room), request));
    }
    try {
      return this.#speak(caller, seat, request);
    } catch (error) {
      if (error instanceof Error) return Promise.reject(error);
      throw error;
    }
  }

  /** See `Chat.type`. */
  async type(connection: string, { room, typing }: TypingRequest): Promise<void> {
    await this.#ports.seats.turnOf(connection, room);
    const seat = this.#ports.seats.find(connection, room);
    if (!seat) throw notJoined(room);
    await this.#ports.rules.speak(seat.live, connection, { room, username: seat.username });
    this.#ports.limits.obeyName(seat.username, "typing");
    const payload: Typing = { room, username: seat.username, typing };
    await this.#ports.store.announceTyping(room, connection, JSON.stringify(payload));
  }

  #speak(caller: Caller, seat: Seat | undefined, request: PostRequest): Promise<Appended> {
    const { room } = request;
    const { names, door } = this.#ports;
    const live = seat?.live;
    const username = request.username ?? (live && seat?.username);
    if (live && username !== seat.username) throw mismatch(room, seat.username);
    if (username === undefined) {
      throw new ChatError(
        "invalid_username",
        `Join the room "${room}" first, or send a "username" with the message.`,
      );
    }
    // Who is in the room looked like nobody else when they came.
    const asked =
      live && typeof caller === "string"
        ? names.useAs(caller, username)
        : door.pass(
            room,
            username,
            typeof caller === "string" ? names.proofOf(caller) : caller.proof,
          );
    const before = this.#asking.size > 0 ? this.#asking.get(keyOf(room, username)) : undefined;
    // Few rooms have rules: in the others a member's message costs no more than this look.
    if (!asked && !before && live?.rules === NO_RULES) return this.#append(request, username, live);
    const allowed = this.#allow(before ?? NOTHING, asked ?? NOTHING, live, caller, {
      ...request,
      username,
    });
    this.#note(keyOf(room, username), allowed);
    return allowed.then(() => this.#append(request, username, live));
  }

  async #allow(
    before: Promise<unknown>,
    asked: Promise<void>,
    live: LiveRoom | undefined,
    caller: Caller,
    request: PostRequest & { username: string },
  ): Promise<void> {
    // For both, also where the second fails first.
    const [, named] = await Promise.allSettled([before, asked]);
    if (named.status === "rejected") throw named.reason;
    if (live?.rules !== NO_RULES) await this.#ports.rules.speak(live, caller, request);
  }

  #note(key: string, allowed: Promise<void>): void {
    const over = allowed.then(ignore, ignore);
    this.#asking.set(key, over);
    void over.then(() => {
      if (this.#asking.get(key) === over) this.#asking.delete(key);
    });
  }

  #append(
    { room, message, nonce }: PostRequest,
    username: string,
    live: LiveRoom | undefined,
  ): Promise<Appended> {
    const { store, limits } = this.#ports;
    limits.obeyName(username, "messages");
    this.#ports.keeper.note(room);
    const draft =
      nonce === undefined ? { room, username, message } : { room, username, message, nonce };
    const pause = this.#ports.gathering.wait(room, live?.presence.size ?? 1);
    return pause ? pause.then(() => store.append(draft)) : store.append(draft);
  }
}

/** Neither has a line break. */
function keyOf(room: string, username: string): string {
  return `${room}\n${username}`;
}

function ignore(): void {}
