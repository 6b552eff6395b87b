// What the log says of operators: that one's name was claimed, what they did, and whose connections it took out.

import type { Logger } from "pino";

import { parseIpAddress, toAddressKey } from "./addresses/ip-address.ts";
import type { NameClaims } from "./rooms/name-claims.ts";
import type { RulePorts } from "./rooms/rule-keeper.ts";

/** What the domain tells of operators, as lines of the log. No password and no text of a message is among it. */
export function logModeration(log: Logger): Pick<RulePorts, "recordDone" | "recordOut"> {
  return {
    recordDone: (done, address, target) => {
      const { by, ...what } = done;
      const banned = target === undefined ? {} : { target };
      log.info(
        { ...what, ...banned, operator: by, address },
        "An operator did something in a room",
      );
    },
    recordOut: (connection, { room, action, by, username }, address) => {
      const fields = { connection, address, username, room, action, operator: by };
      log.info(fields, "An operator took a connection out of a room");
    },
  };
}

/**
 * The claims, but that the log says when an operator's name is claimed for the first time: whoever does that can
 * moderate from then on.
 */
export function watchOperatorClaims(
  claims: NameClaims,
  operators: readonly string[],
  log: Logger,
): NameClaims {
  if (operators.length === 0) return claims;
  return {
    find: (look) => claims.find(look),
    renew: (looks, ttlMs) => claims.renew(looks, ttlMs),
    claim: async (look, claim, ttlMs) => {
      const isOperator = operators.includes(claim.username);
      const before = isOperator ? await claims.find(look) : undefined;
      const after = await claims.claim(look, claim, ttlMs);
      if (isOperator && before === undefined && after.proof === claim.proof) {
        log.warn(
          { operator: claim.username },
          "The name of an operator was claimed: its owner can moderate now",
        );
      }
      return after;
    },
  };
}

/** An address that somebody typed, as connections have them; undefined for what is none. */
export function toBannedAddress(text: string): string | undefined {
  const address = parseIpAddress(text.replace(/\/64$/, ""));
  return address === undefined ? undefined : toAddressKey(address);
}
