// Frames, read back by the ws library.

import * as assert from "uvu/assert";
import * as ws from "ws";

import { suite } from "../../../../test-support/suite.ts";
import { toFrames } from "../../src/sockets/websocket-frame.ts";

const test = suite("toFrames");

/** The part of the ws library that its types leave out: what reads a connection. */
const { Receiver } = ws as unknown as {
  Receiver: new (options: { isServer: boolean; allowSynchronousEvents: boolean }) => {
    on(event: "message", listen: (data: Buffer, isBinary: boolean) => void): void;
    on(event: "error", listen: (error: Error) => void): void;
    write(data: Buffer): void;
  };
};

function read(frames: Buffer): string[] {
  const texts: string[] = [];
  const receiver = new Receiver({ isServer: false, allowSynchronousEvents: true });
  receiver.on("message", (data, isBinary) => {
    assert.is(isBinary, false);
    texts.push(data.toString());
  });
  receiver.on("error", (error) => {
    throw error;
  });
  receiver.write(frames);
  return texts;
}

test("texts of every length class come back as they were", () => {
  for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 200_000]) {
    const text = "x".repeat(length);
    assert.equal(read(toFrames([text])), [text], `${length} bytes`);
  }
});

test("lengths are counted in bytes, not in characters", () => {
  const texts = ["é".repeat(63), "日本".repeat(30), "🙂".repeat(32)];
  assert.equal(read(toFrames(texts)), texts);
});

test("several texts follow each other in one buffer", () => {
  const texts = Array.from({ length: 300 }, (_, index) => "a".repeat(index));
  assert.equal(read(toFrames(texts)), texts);
});

test.run();
