// Requests over one connection that do not wait for the answers to earlier ones: HTTP/1.1 answers in the order in which
// it was asked, and this server begins in that order too. node:http does not offer this. Knows no message, no retries.

import { connect as connectPlain, type Socket } from "node:net";

import { HTTPParser } from "http-parser-js";

import { toAnswer, toHeaders, toUnreachable, type HttpAnswer } from "./http-answer.ts";
import type { Settings } from "../settings.ts";

/** A connection that was quiet for so long may have been closed at the other end by now, in milliseconds. */
const STALE_MS = 1_000;

/** No answer has to be larger: a full page of the longest messages stays below 4 MB. */
const ANSWER_MAX_BYTES = 16 * 1024 * 1024;

/** A request that waits for its answer. */
interface Exchange {
  request: string;
  resolve: (answer: HttpAnswer) => void;
  reject: (error: Error) => void;
}

/** A connection, opened at the first request and whenever it was closed since. */
export class HttpPipe {
  readonly #settings: Settings;
  readonly #timeoutMs: number;
  readonly #url: URL;
  /** In the order in which they were asked. */
  #open: Exchange[] = [];
  #socket: Socket | undefined;
  /** Whether a socket is on its way. */
  #connecting = false;
  /** How many answers came over this connection. */
  #answers = 0;
  #quietSince = 0;

  /** @param timeoutMs how long the connection may be silent while answers are due, in milliseconds */
  constructor(settings: Settings, timeoutMs: number) {
    this.#settings = settings;
    this.#timeoutMs = timeoutMs;
    this.#url = new URL(settings.server);
  }

  /**
   * Asks behind whatever was asked before: a GET, or a POST of JSON where there is a body. Where the connection ends
   * after it has answered something, what is left is asked again over another one, in the same order: what is posted
   * has to bear that.
   *
   * @throws UnreachableError where no chat server answers; then the same befell all that was asked after it
   */
  ask(path: string, body?: object): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const request = this.#toRequest(path, body && JSON.stringify(body));
      const idle = this.#open.length === 0;
      this.#open.push({ request, resolve, reject });
      if (idle && performance.now() - this.#quietSince > STALE_MS) this.#drop();
      if (this.#socket) this.#socket.write(request);
      else if (!this.#connecting) this.#connect();
    });
  }

  /** Lets the connection go. Answers that are due never come. */
  close(): void {
    this.#open = [];
    this.#drop();
  }

  #toRequest(path: string, body: string | undefined): string {
    const headers = { host: this.#url.host, ...toHeaders(this.#settings, body) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const method = body === undefined ? "GET" : "POST";
    return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`;
  }

  #connect(): void {
    const { protocol, hostname, port } = this.#url;
    const host = hostname.replace(/^\[|\]$/g, "");
    this.#answers = 0;
    if (protocol === "http:") return this.#use(connectPlain(Number(port || 80), host));
    // TLS is a module of its own, loaded only by those who need it.
    this.#connecting = true;
    void import("node:tls").then(({ connect }) => {
      this.#connecting = false;
      if (this.#open.length === 0) return;
      this.#use(connect({ port: Number(port || 443), host, ALPNProtocols: ["http/1.1"] }));
    });
  }

  #use(socket: Socket): void {
    this.#socket = socket;
    const parser = this.#createParser((why) => socket.destroy(why));
    let why: Error = Object.assign(new Error("the connection was cut"), { code: "ECONNRESET" });
    socket.setNoDelay(true);
    socket.setTimeout(this.#timeoutMs, () => {
      const seconds = Math.round(this.#timeoutMs / 1_000);
      if (this.#open.length > 0) socket.destroy(new Error(`no answer within ${seconds} seconds`));
    });
    socket.on("data", (chunk) => {
      if (this.#socket !== socket) return;
      const read = parser.execute(chunk);
      if (read instanceof Error) socket.destroy(new Error("what answers there is no chat server"));
    });
    socket.on("end", () => void parser.finish());
    socket.on("error", (error) => (why = error));
    socket.on("close", () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      if (this.#open.length === 0) return;
      if (this.#answers > 0) this.#connect();
      else this.#fail(why);
    });
    for (const { request } of this.#open) socket.write(request);
  }

  #createParser(giveUp: (why: Error) => void): InstanceType<typeof HTTPParser> {
    const parser = new HTTPParser(HTTPParser.RESPONSE);
    let status = 0;
    let size = 0;
    let chunks: Buffer[] = [];
    parser[HTTPParser.kOnHeadersComplete] = ({ statusCode }) => void (status = statusCode);
    parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
      size += length;
      if (size > ANSWER_MAX_BYTES) giveUp(new Error("the answer is too large"));
      else chunks.push(chunk.subarray(offset, offset + length));
    };
    parser[HTTPParser.kOnMessageComplete] = () => {
      const text = Buffer.concat(chunks).toString("utf8");
      chunks = [];
      size = 0;
      // 100 and the like come before the answer.
      if (status >= 200) this.#answer(status, text);
    };
    return parser;
  }

  #answer(status: number, text: string): void {
    const exchange = this.#open.shift();
    this.#answers += 1;
    this.#quietSince = performance.now();
    try {
      exchange?.resolve(toAnswer(this.#settings, status, text));
    } catch (error) {
      exchange?.reject(error as Error);
    }
  }

  #fail(why: Error): void {
    const error = toUnreachable(this.#settings.server, why);
    for (const { reject } of this.#open.splice(0)) reject(error);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }
}
