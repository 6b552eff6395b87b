// The one connection to the server: its states, its return after a loss, requests and their answers as raw fields.
// Knows no transport; knows nothing of rooms, drafts or snapshots.

import { ChatError, isRetryable, type HandshakeAuth } from "@chat/protocol";

import { readAcknowledgement, readWireError } from "./answers.ts";
import { backOff } from "./back-off.ts";
import type { Clock } from "./clock.ts";
import { type ClientSocket, openSocket } from "./open-socket.ts";
import type { ConnectionError, ConnectionState } from "./types.ts";
import { watchForWaking } from "./waking.ts";

/** How long an answer may take, in milliseconds. */
const REQUEST_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;
const ATTEMPT_TIMEOUT_MS = 10_000;
const PROBE_TIMEOUT_MS = 3_000;
const RECONNECT = { first: 250, most: 5_000 };

/** What a connection needs and whom it tells. */
export interface ConnectionPorts {
  clock: Clock;
  /** From 0 up to 1. */
  random: () => number;
  /** Hears every change of the state, before `opened`. */
  changed(state: ConnectionState): void;
  /** Hears that requests are answered from now on. */
  opened(): void;
  /** Hears an event of the server. */
  received(event: string, payload: unknown): void;
  /** A request that costs the server little, to see whether it still answers. */
  probe(): [event: string, payload: object];
}

/** A connection that comes back by itself until it is closed or refused. */
export class Connection {
  #ports: ConnectionPorts;
  #socket: ClientSocket;
  #state: ConnectionState;
  #failures = 0;
  #cancelRetry: (() => void) | undefined;
  #cancelDeadline: (() => void) | undefined;
  #stopWatching: (() => void) | undefined;
  #probing = false;
  #host: string;

  /**
   * @param url the server's address, with the path it is served under, if any
   * @throws ChatError `invalid_request` where the address is none
   */
  constructor(url: string, auth: HandshakeAuth, ports: ConnectionPorts) {
    const { origin, host, pathname } = parseAddress(url);
    this.#ports = ports;
    this.#host = host;
    this.#state = { status: "idle", since: ports.clock.now() };
    const path = `${pathname.replace(/\/+$/, "")}/socket.io`;
    this.#socket = openSocket(
      origin,
      { path, auth, timeout: CONNECT_TIMEOUT_MS },
      {
        connected: () => this.#opened(),
        failed: (error) => this.#failed(error),
        lost: () => this.#lost(),
        received: (event, payload) => ports.received(event, payload),
      },
    );
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get connected(): boolean {
    return this.#state.status === "connected";
  }

  /** Begins to connect. Does nothing once it was called, unless the server refused. */
  connect(): void {
    if (this.#state.status !== "idle" && this.#state.status !== "refused") return;
    this.#failures = 0;
    this.#stopWatching ??= watchForWaking(this.#ports.clock, () => this.#woken());
    this.#setState("connecting");
    this.#attempt();
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @returns the fields of the acknowledgement
   * @throws ChatError the server's, or `unavailable` where it is not connected or does not answer in time
   */
  async request(
    event: string,
    payload: object,
    timeoutMs: number = REQUEST_TIMEOUT_MS,
  ): Promise<Record<string, unknown>> {
    if (!this.connected) throw new ChatError("unavailable", `Not connected to ${this.#host}.`);
    let answer: unknown;
    try {
      answer = await this.#socket.request(timeoutMs, event, payload);
    } catch (cause) {
      this.#suspect();
      const message = `${this.#host} did not answer in time.`;
      throw new ChatError("unavailable", message, { cause });
    }
    return readAcknowledgement(answer);
  }

  /** Disconnects for good. */
  close(): void {
    this.#stop();
    if (this.#state.status !== "closed") this.#setState("closed");
    this.#socket.disconnect();
  }

  #attempt(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    // The transport bounds its own opening; a server that opens it and then says nothing is bounded here.
    this.#cancelDeadline?.();
    this.#cancelDeadline = this.#ports.clock.after(ATTEMPT_TIMEOUT_MS, () => {
      this.#socket.disconnect();
      this.#failed({});
    });
    this.#socket.connect();
  }

  #opened(): void {
    this.#cancelDeadline?.();
    if (this.#state.status === "closed") return;
    this.#failures = 0;
    this.#setState("connected");
    this.#ports.opened();
  }

  #failed({ data }: { data?: unknown }): void {
    this.#cancelDeadline?.();
    if (this.#state.status === "closed") return;
    const refusal = readWireError(data);
    if (refusal === undefined || isTransient(refusal)) {
      const { code, message } = refusal ?? {
        code: "unreachable" as const,
        message: `${this.#host} does not answer.`,
      };
      this.#setState(this.#state.status, { code, message });
      return this.#retryLater(refusal?.retryAfterMs);
    }
    this.#stop();
    this.#setState("refused", { code: refusal.code, message: refusal.message });
  }

  #lost(): void {
    if (this.#state.status !== "connected") return;
    this.#setState("reconnecting", {
      code: "unreachable",
      message: `The connection to ${this.#host} was lost.`,
    });
    this.#retryLater();
  }

  #retryLater(atLeastMs = 0): void {
    const wait = backOff(++this.#failures, RECONNECT, this.#ports.random());
    this.#cancelRetry?.();
    this.#cancelRetry = this.#ports.clock.after(Math.max(wait, atLeastMs), () => this.#attempt());
  }

  /** The network is back, or the machine woke up: what was waiting need not wait, what seems alive may be dead. */
  #woken(): void {
    this.#failures = 0;
    if (this.#cancelRetry !== undefined) this.#attempt();
    else this.#suspect();
  }

  /** Finds out within seconds whether the server still answers; the transport alone would take most of a minute. */
  #suspect(): void {
    if (!this.connected || this.#probing) return;
    this.#probing = true;
    const { id } = this.#socket;
    const [event, payload] = this.#ports.probe();
    this.#socket
      .request(PROBE_TIMEOUT_MS, event, payload)
      .catch(() => {
        // Another connection since then has its own say.
        if (this.connected && this.#socket.id === id) this.#socket.disconnect();
      })
      .finally(() => (this.#probing = false));
  }

  #stop(): void {
    this.#cancelDeadline?.();
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }

  #setState(status: ConnectionState["status"], error?: ConnectionError): void {
    const before = this.#state;
    const same = before.status === status;
    if (same && before.error?.code === error?.code && before.error?.message === error?.message) {
      return;
    }
    const since = same ? before.since : this.#ports.clock.now();
    this.#state = error === undefined ? { status, since } : { status, since, error };
    this.#ports.changed(this.#state);
  }
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new ChatError("invalid_request", `"${address}" is not the address of a server.`);
}

function isTransient({ code }: ChatError): boolean {
  return isRetryable(code) || code === "internal";
}
