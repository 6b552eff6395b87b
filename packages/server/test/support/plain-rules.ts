// Operators, passwords and addresses for tests of the domain: nothing takes time, nothing is logged.

import type { PasswordHasher } from "../../src/rooms/room-passwords.ts";
import type { RulePorts } from "../../src/rooms/rule-keeper.ts";

/** Keeps passwords as they are. */
const plainHasher: PasswordHasher = {
  hash: async (password) => `kept ${password}`,
  verify: async (password, kept) => kept === `kept ${password}`,
  fingerprint: (password, kept) => `${kept}\n${password}`,
};

/** `olga` is an operator; a connection's address is made of the first letter of its name: `192.0.2.98` of `b`. */
export const plainRules: RulePorts = {
  operators: ["olga"],
  hasher: plainHasher,
  addressOf: (connection) => `192.0.2.${connection.charCodeAt(0)}`,
  toAddress: (text) => (/^[\d.]+$/.test(text) ? text : undefined),
  recordDone: () => undefined,
  recordOut: () => undefined,
};
