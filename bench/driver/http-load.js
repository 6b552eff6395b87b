// Requests for one address over kept-alive connections, so many at a time.

import { Agent, get } from "node:http";

import { nowMs } from "./clock.js";
import { Histogram } from "./histogram.js";

/**
 * @param {{ port: number, path: string, concurrency: number, requests: number, conditional?: boolean }} plan
 *   conditional: with the ETag of the first answer
 */
export async function requestOften({ port, path, concurrency, requests, conditional = false }) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const times = new Histogram();
  const first = await request(agent, port, path, {});
  /** @type {Record<string, string>} */
  const headers = conditional && first.etag ? { "if-none-match": first.etag } : {};
  const statuses = new Map();
  let left = requests;
  const work = async () => {
    while (left-- > 0) {
      const started = nowMs();
      const { status } = await request(agent, port, path, headers);
      times.add((nowMs() - started) * 1000);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  agent.destroy();
  return { times: times.toPairs(), statuses: Object.fromEntries(statuses), bytes: first.bytes };
}

/**
 * @param {Agent} agent
 * @param {number} port
 * @param {string} path
 * @param {Record<string, string>} headers
 * @returns {Promise<{ status: number, etag: string | undefined, bytes: number }>}
 */
async function request(agent, port, path, headers) {
  return new Promise((resolve, reject) => {
    const sent = get({ agent, port, host: "127.0.0.1", path, headers }, (response) => {
      let bytes = 0;
      response.on("data", (part) => (bytes += part.length));
      response.once("end", () => {
        resolve({ status: response.statusCode ?? 0, etag: response.headers.etag, bytes });
      });
    });
    sent.once("error", reject);
  });
}
