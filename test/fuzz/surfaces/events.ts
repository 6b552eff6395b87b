// The fuzzing of every Socket.IO event over both transports.

import { type Frame, openSession } from "../support/raw-session.ts";
import type { Surface } from "../support/surface.ts";
import { type EventCase, LAST_ID, type Step, eventCases, toText } from "./event-cases.ts";
import { Talk } from "./event-talk.ts";

/** Every event of the namespace. */
export const events: Surface<EventCase> = {
  name: "events",
  cases: eventCases,
  play: async ({ port }, one) => {
    const talk = new Talk(one);
    const session = await openSession(port, one.transport, {
      frame: (text) => talk.hear(text),
      closed: () => talk.end(),
    });
    try {
      const frames = one.steps.map(toFrame);
      const opening: Frame = { text: `40${one.auth}` };
      await session.send(one.hasty ? [opening, ...frames] : [opening]);
      await talk.until(() => talk.opened, "the namespace was neither opened nor refused");
      if (talk.refused) return talk.judge();
      if (!one.hasty) await session.send(frames);
      // Who left the namespace comes back to ask: nothing else would tell that all was read.
      if (one.steps.some(isGoodbye)) await session.send([{ text: "40" }]);
      await session.send([{ text: `42${LAST_ID}["rooms",{}]` }]);
      await talk.until(() => talk.whole, "a request was not answered");
    } finally {
      session.drop();
    }
    talk.judge();
  },
};

function isGoodbye(step: Step): boolean {
  return "frame" in step && "text" in step.frame && step.frame.text.startsWith("41");
}

function toFrame(step: Step): Frame {
  return "frame" in step ? step.frame : { text: toText(step) };
}
