// What is asked of a room without changing it: its history and its members, from memory where it is live here, else from
// the store. A private room is read by who is in it, or brings its password.

import type { HistoryRequest, RoomRequest } from "@chat/protocol";

import type { LiveRooms } from "./live-rooms.ts";
import { selectPage } from "./page.ts";
import { type RoomRules, toRoomRules } from "./room-rules.ts";
import type { Page, RoomStore } from "./room-store.ts";
import type { Caller, RuleKeeper } from "./rule-keeper.ts";
import type { Seats } from "./seats.ts";

/** What reading works with. */
export interface RoomReadingPorts {
  store: Pick<RoomStore, "load" | "members">;
  rooms: LiveRooms;
  seats: Seats;
  rules: RuleKeeper;
}

/** The reading of rooms. */
export class RoomReading {
  readonly #ports: RoomReadingPorts;

  constructor(ports: RoomReadingPorts) {
    this.#ports = ports;
  }

  /** See {@link Chat.history}. */
  async history(caller: Caller, request: HistoryRequest): Promise<Page> {
    const { room, password: _password, ...query } = request;
    const live = await this.#ports.rooms.whenOpen(room);
    if (live) {
      await this.#check(live.rules, caller, request);
      return live.page(query);
    }
    const { messages, rules } = await this.#ports.store.load(room);
    await this.#check(toRoomRules(rules), caller, request);
    return selectPage(messages, query);
  }

  /** See {@link Chat.members}. */
  async members(caller: Caller, request: RoomRequest): Promise<string[]> {
    const { rooms, rules, store } = this.#ports;
    const { room } = request;
    const live = await rooms.whenOpen(room);
    await this.#check(live?.rules ?? (await rules.ofRoomElsewhere(room)), caller, request);
    return live ? [...live.members] : store.members(room);
  }

  async #check(rules: RoomRules, caller: Caller, request: RoomRequest): Promise<void> {
    if (rules.password === undefined) return;
    if (typeof caller === "string" && this.#ports.seats.find(caller, request.room)) return;
    await this.#ports.rules.read(rules, caller, request);
  }
}
