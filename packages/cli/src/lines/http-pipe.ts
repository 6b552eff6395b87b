// Posts over one connection without waiting for the answers to earlier ones: HTTP/1.1 answers in the order in which it
// was asked, and this server begins in that order too. node:http does not offer this. Knows no message and no retries.

import { connect as connectPlain, type Socket } from "node:net";

import { HTTPParser } from "http-parser-js";

import { toAnswer, toHeaders, toUnreachable, type HttpAnswer } from "../chat-http.ts";
import type { Settings } from "../settings.ts";

/** A connection that was quiet for so long may have been closed at the other end by now, in milliseconds. */
const STALE_MS = 1_000;

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
   * Posts JSON behind whatever was posted before. Where the connection ends after it has answered something, what is
   * left is asked again over another one, in the same order: what is posted has to bear that.
   *
   * @throws UnreachableError where no chat server answers; then the same befell all that was posted after it
   */
  post(path: string, body: object): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const request = this.#toRequest(path, JSON.stringify(body));
      const idle = this.#open.length === 0;
      this.#open.push({ request, resolve, reject });
      if (idle && performance.now() - this.#quietSince > STALE_MS) this.#drop();
      if (this.#socket) this.#socket.write(request);
      else this.#connect();
    });
  }

  /** Lets the connection go. Answers that are due never come. */
  close(): void {
    this.#open = [];
    this.#drop();
  }

  #toRequest(path: string, body: string): string {
    const headers = { host: this.#url.host, ...toHeaders(this.#settings, body) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
  }

  #connect(): void {
    const { protocol, hostname, port } = this.#url;
    const host = hostname.replace(/^\[|\]$/g, "");
    this.#answers = 0;
    if (protocol === "http:") return this.#use(connectPlain(Number(port || 80), host));
    // TLS is a module of its own, loaded only by those who need it.
    import("node:tls").then(
      ({ connect }) =>
        this.#use(connect({ port: Number(port || 443), host, ALPNProtocols: ["http/1.1"] })),
      (error: unknown) => this.#fail(error as Error),
    );
  }

  #use(socket: Socket): void {
    this.#socket = socket;
    const parser = this.#createParser();
    let why: Error = Object.assign(new Error("the connection was cut"), { code: "ECONNRESET" });
    socket.setNoDelay(true);
    socket.setTimeout(this.#timeoutMs, () => {
      const seconds = Math.round(this.#timeoutMs / 1_000);
      if (this.#open.length > 0) socket.destroy(new Error(`no answer within ${seconds} seconds`));
    });
    socket.on("data", (chunk) => {
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

  #createParser(): InstanceType<typeof HTTPParser> {
    const parser = new HTTPParser(HTTPParser.RESPONSE);
    let status = 0;
    let chunks: Buffer[] = [];
    parser[HTTPParser.kOnHeadersComplete] = ({ statusCode }) => void (status = statusCode);
    parser[HTTPParser.kOnBody] = (chunk, offset, length) =>
      void chunks.push(chunk.subarray(offset, offset + length));
    parser[HTTPParser.kOnMessageComplete] = () => {
      const text = Buffer.concat(chunks).toString("utf8");
      chunks = [];
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
