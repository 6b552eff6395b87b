// Requests over HTTP, as raw as they are written: no path is tidied up, no redirect followed.

import { type IncomingHttpHeaders, request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

/** What is asked. */
export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** What is answered. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Decompressed. */
  text: string;
  /** The body read as JSON; undefined where it is none. Looked at field by field in the tests. */
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

/** Sends a request to `url`, with `path` as it is. */
export function ask(
  url: string,
  path: string,
  { method, headers, body }: Ask = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path, method: method ?? "GET", headers: headers ?? {} };
    const sent = request({ ...options, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const text = decode(Buffer.concat(chunks), response.headers["content-encoding"]);
        const { statusCode, headers } = response;
        resolve({ status: statusCode ?? 0, headers, text, json: parse(text) });
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Posts JSON. */
export function post(
  url: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const type = { "Content-Type": "application/json" };
  return ask(url, path, {
    method: "POST",
    headers: { ...type, ...headers },
    body: JSON.stringify(body),
  });
}

function decode(body: Buffer, encoding: string | undefined): string {
  if (body.length === 0) return "";
  if (encoding === "br") return brotliDecompressSync(body).toString();
  if (encoding === "gzip") return gunzipSync(body).toString();
  return body.toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
