// A key that makes sending a message twice the same as sending it once. Knows no server.

/**
 * A new key: it need not be a secret, only another one each time. The process, the moment and 104 bits that the system
 * seeds for each process see to that; node:crypto would take some three milliseconds to load for the same.
 */
export function createKey(): string {
  const parts = [process.pid, Date.now(), Math.random() * 2 ** 52, Math.random() * 2 ** 52];
  return parts.map((part) => Math.floor(part).toString(36)).join("-");
}
