// No defect: a clock that can be set. The server's time is moved by as many milliseconds as the file named in
// CHAT_CLOCK_FILE says, from when the file changes.

import { readFileSync, watchFile } from "node:fs";

const file = process.env["CHAT_CLOCK_FILE"] ?? "";
const RealDate = Date;
let offset = 0;

watchFile(file, { interval: 50, persistent: false }, () => {
  offset = Number(readFileSync(file, "utf8"));
});

const now = () => RealDate.now() + offset;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
  get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
});
