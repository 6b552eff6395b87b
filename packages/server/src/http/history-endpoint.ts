// GET /api/rooms/{room}/history, on Node's own request and response: programs poll it, and what surrounds an endpoint in
// Koa costs more than this one does. Koa's router leads here too, for the names that only it can read.

import type { IncomingMessage, ServerResponse } from "node:http";
import { type ParsedUrlQuery, parse as parseQuery } from "node:querystring";

import { parseHistoryQuery } from "@chat/protocol";

import type { ClientAddressOf } from "../addresses/client-address.ts";
import type { Admission } from "../admission.ts";
import type { RequestLimit } from "../limits/request-limit.ts";
import type { RequestLog } from "../request-log.ts";
import type { Chat } from "../rooms/chat.ts";
import { isErased } from "../rooms/erasure.ts";
import { toHistoryJson } from "../rooms/page.ts";
import type { Page } from "../rooms/room-store.ts";
import { readBearer } from "./bearer.ts";
import { toErrorAnswer } from "./errors.ts";
import { readOutsider, readPassword } from "./outsider.ts";
import { REQUEST_ID, type RequestIdOf } from "./request-ids.ts";
import { secureHeaders } from "./secure-headers.ts";

/** What the endpoint works with. */
export interface HistoryPorts {
  chat: Chat;
  admission: Admission;
  limit: RequestLimit;
  /** Counts an answer, by its endpoint and its status. */
  countAnswer: (endpoint: string, status: number) => void;
  addressOf: ClientAddressOf;
  log: RequestLog;
  idOf: RequestIdOf;
}

/** Answers for a room as the path names it, decoded, and the query of the address. Never rejects. */
export type HistoryEndpoint = (
  request: IncomingMessage,
  response: ServerResponse,
  room: unknown,
  query: ParsedUrlQuery,
) => Promise<void>;

/** An address whose room needs no decoding. */
const PLAIN = /^\/api\/rooms\/([\w.-]+)\/history(?:\?(.*))?$/;

const ENDPOINT = "/api/rooms/:room/history";
const SECURE = secureHeaders.flat();

/** Makes the endpoint. */
export function createHistoryEndpoint(ports: HistoryPorts): HistoryEndpoint {
  const { chat, admission, limit, addressOf, countAnswer, log, idOf } = ports;
  return async (request, response, room, query) => {
    const { headers } = request;
    const id = idOf(request);
    try {
      admission.checkOrigin(headers.origin, headers.host);
      admission.checkToken(readBearer(headers.authorization));
      limit(request, "reads");
      const asked = parseHistoryQuery(room, query);
      const password = readPassword(request);
      const page = await chat.history(
        readOutsider(request, addressOf),
        password === undefined ? asked : { ...asked, password },
      );
      const etag = toEtag(page);
      const known = isKnown(headers, etag);
      const body = known ? "" : toHistoryJson(asked.room, page);
      const caching = ["Cache-Control", "private, no-cache", "ETag", etag];
      const fields = known ? caching : [...caching, ...describe(body)];
      countAnswer(ENDPOINT, known ? 304 : 200);
      send(request, response, known ? 304 : 200, [REQUEST_ID, id, ...fields], body);
    } catch (error) {
      const { status, fields, body } = toErrorAnswer(error, log, id);
      const json = JSON.stringify(body);
      const all = [REQUEST_ID, id, "Cache-Control", "no-store", ...Object.entries(fields).flat()];
      countAnswer(ENDPOINT, status);
      send(request, response, status, [...all, ...describe(json)], json);
    }
  };
}

/** Answers at once where the address is one that needs no router; false where it is not. */
export function answerPlainHistory(
  endpoint: HistoryEndpoint,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (request.method !== "GET") return false;
  const [, room, query = ""] = PLAIN.exec(request.url ?? "") ?? [];
  if (room === undefined) return false;
  void endpoint(request, response, room, parseQuery(query));
  return true;
}

function describe(json: string): string[] {
  const length = String(Buffer.byteLength(json));
  return ["Content-Type", "application/json; charset=utf-8", "Content-Length", length];
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  status: number,
  fields: readonly string[],
  body: string,
): void {
  response.writeHead(status, [...SECURE, ...fields]);
  // Given as one string, head and body leave in one write.
  response.end(method === "HEAD" ? "" : body);
}

/**
 * Messages never change, but that they may be deleted: a page is named by its ends, its length, what is certain of it,
 * and how many of it are deleted.
 */
function toEtag({ messages, complete }: Page): string {
  const first = messages[0]?.id ?? 0;
  const last = messages.at(-1)?.id ?? 0;
  const erased = messages.reduce((count, message) => count + (isErased(message) ? 1 : 0), 0);
  return `"${first}-${last}-${messages.length}-${complete ? 1 : 0}-${erased}"`;
}

/** Whether the client has just this. Source: RFC 9110, section 13.1.2; its list of tags is compared weakly. */
function isKnown(headers: IncomingMessage["headers"], etag: string): boolean {
  const given = headers["if-none-match"];
  if (given === undefined || /\bno-cache\b/.test(headers["cache-control"] ?? "")) return false;
  return given.split(",").some((tag) => {
    const name = tag.trim().replace(/^W\//, "");
    return name === etag || name === "*";
  });
}
