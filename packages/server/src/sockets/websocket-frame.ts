// The bytes of a WebSocket text frame, made once for all receivers. Source: RFC 6455, section 5.2.

import * as ws from "ws";

/** The part of the ws library that its types leave out: making a frame without sending it. */
interface FrameMaker {
  frame(
    data: Buffer,
    options: { fin: boolean; rsv1: boolean; opcode: number; mask: boolean; readOnly: boolean },
  ): Buffer[];
}

const { Sender } = ws as unknown as { Sender: FrameMaker };

/** One or several texts as unmasked frames behind each other, in one buffer that leaves in one write. */
export function toFrames(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) =>
      Sender.frame(Buffer.from(text), {
        fin: true,
        rsv1: false,
        opcode: 1,
        mask: false,
        readOnly: false,
      }),
    ),
  );
}
