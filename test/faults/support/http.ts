// Requests over HTTP, and the asking again for what nobody announces.

/** What was answered. */
export interface HttpAnswer {
  status: number;
  body: unknown;
}

const ASK_EVERY_MS = 50;
const ANSWER_WITHIN_MS = 10_000;

/** Asks; with a body it posts that as JSON. @throws Error where there is no answer within 10 s */
export async function request(url: string, path: string, body?: object): Promise<HttpAnswer> {
  const headers = { "Content-Type": "application/json" };
  const post = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const response = await fetch(`${url}${path}`, { ...post, signal });
  return { status: response.status, body: (await response.json()) as unknown };
}

/** Whether a server says that it can serve. */
export async function isReady(url: string): Promise<boolean> {
  return (await request(url, "/readyz")).status === 200;
}

/** Settles once `look` answers true. @throws Error after `boundMs` */
export async function eventually(
  what: string,
  look: () => Promise<boolean>,
  boundMs: number,
): Promise<void> {
  const late = performance.now() + boundMs;
  while (!(await look())) {
    if (performance.now() > late) throw new Error(`within ${boundMs} ms it never came to: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}
