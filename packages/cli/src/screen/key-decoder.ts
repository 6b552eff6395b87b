// What a terminal sends, decoded into keys, text and pastes, however its bytes are split into reads.
// Pure but for its own state; knows neither streams nor timers.

/**
 * One thing a person did. Keys are named `enter`, `left`, `ctrl-a`, `alt-b`, `ctrl-left`, `pageup`, `f1` and so on; a
 * turn of the wheel is a key too, `wheel-up` or `wheel-down`.
 */
export type Input =
  | { type: "key"; key: string }
  | { type: "text"; text: string }
  | { type: "paste"; text: string }
  /** The terminal's window came to the front, or went to the back. */
  | { type: "focus"; focused: boolean };

const ESC = "\x1b";
const PASTE_BEGIN = "\x1b[200~";
const PASTE_END = "\x1b[201~";
/** A mouse as terminals of old tell of it: three bytes follow, which are no keys. */
const OLD_MOUSE = "\x1b[M";
/** No key sends a longer sequence; what is longer is noise. */
const SEQUENCE_MAX = 32;
// oxlint-disable-next-line no-control-regex
const CSI = /^\x1b\[([\x30-\x3f]*)[\x20-\x2f]*([\x40-\x7e])/;
// oxlint-disable-next-line no-control-regex
const CSI_BEGUN = /^\x1b\[[\x20-\x3f]*$/;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f\x7f]/;

const finals = new Map([
  ["A", "up"],
  ["B", "down"],
  ["C", "right"],
  ["D", "left"],
  ["H", "home"],
  ["F", "end"],
  ["Z", "shift-tab"],
  ["P", "f1"],
  ["Q", "f2"],
  ["R", "f3"],
  ["S", "f4"],
]);
const numbered = new Map([
  ["1", "home"],
  ["2", "insert"],
  ["3", "delete"],
  ["4", "end"],
  ["5", "pageup"],
  ["6", "pagedown"],
  ["7", "home"],
  ["8", "end"],
  ["11", "f1"],
  ["12", "f2"],
  ["13", "f3"],
  ["14", "f4"],
  ["15", "f5"],
  ["17", "f6"],
  ["18", "f7"],
  ["19", "f8"],
  ["20", "f9"],
  ["21", "f10"],
  ["23", "f11"],
  ["24", "f12"],
]);
/** Source: xterm's "SGR mouse mode": 64 is a turn up, 65 one down; bits 4, 8 and 16 are shift, alt and control. */
const WHEEL = /^<(\d{1,3});/;
const WHEEL_MODIFIERS = 4 | 8 | 16;
const controls = new Map([
  ["\r", "enter"],
  ["\t", "tab"],
  ["\x7f", "backspace"],
  ["\b", "backspace"],
  [" ", "space"],
]);

/** Decodes a terminal's input. Feed it decoded text, and call {@link flush} when nothing follows for some milliseconds. */
export class KeyDecoder {
  #rest = "";
  #paste: string | undefined;

  /** Whether something is held back that only what follows, or a pause, can decide: a lone Esc, half a sequence. */
  get waiting(): boolean {
    return this.#rest !== "" || this.#paste !== undefined;
  }

  /** Whether the end of a paste is still to come. */
  get pasting(): boolean {
    return this.#paste !== undefined;
  }

  /** Takes what was read. */
  push(chunk: string): Input[] {
    this.#rest += chunk;
    const inputs: Input[] = [];
    for (let step = this.#next(); step !== undefined; step = this.#next()) {
      if (step !== "nothing") inputs.push(step);
    }
    return inputs;
  }

  /** Nothing followed: what is held back is all there is. A paste whose end never came ends here. */
  flush(): Input[] {
    const inputs: Input[] = [];
    if (this.#paste !== undefined) {
      inputs.push({ type: "paste", text: this.#paste + this.#rest });
    } else if (this.#rest === ESC) {
      inputs.push({ type: "key", key: "escape" });
    } else if (this.#rest === `${ESC}[` || this.#rest === `${ESC}O`) {
      inputs.push({ type: "key", key: `alt-${this.#rest.slice(1)}` });
    }
    this.#paste = undefined;
    this.#rest = "";
    return inputs;
  }

  /** The next whole thing in what was read; undefined where more has to come first. */
  #next(): Input | "nothing" | undefined {
    if (this.#paste !== undefined) return this.#nextOfPaste();
    if (this.#rest === "") return undefined;
    if (this.#rest.startsWith(ESC)) return this.#nextSequence();
    const control = CONTROL.exec(this.#rest);
    if (control === null) return this.#take(this.#rest.length, (text) => ({ type: "text", text }));
    if (control.index > 0) return this.#take(control.index, (text) => ({ type: "text", text }));
    return this.#take(1, (character) => ({ type: "key", key: toControlKey(character) }));
  }

  #nextSequence(): Input | "nothing" | undefined {
    const rest = this.#rest;
    if (rest === ESC) return undefined;
    if (rest.startsWith(PASTE_BEGIN)) {
      this.#rest = rest.slice(PASTE_BEGIN.length);
      this.#paste = "";
      return "nothing";
    }
    if (rest[1] === "[") return this.#nextCsi();
    if (rest[1] === "O") {
      if (rest.length < 3) return undefined;
      const key = finals.get(rest[2] ?? "");
      return this.#take(3, () => (key === undefined ? "nothing" : { type: "key", key }));
    }
    // Esc and then a key is how terminals send Alt. Esc Esc is Esc, and whatever the second begins.
    if (rest[1] === ESC) return this.#take(1, () => ({ type: "key", key: "escape" }));
    const [character = ""] = rest.slice(1);
    const key = CONTROL.test(character) ? toControlKey(character) : character;
    return this.#take(1 + character.length, () => ({ type: "key", key: `alt-${key}` }));
  }

  #nextCsi(): Input | "nothing" | undefined {
    if (this.#rest.startsWith(OLD_MOUSE)) {
      const length = OLD_MOUSE.length + 3;
      return this.#rest.length < length ? undefined : this.#take(length, () => "nothing");
    }
    const sequence = CSI.exec(this.#rest);
    if (sequence !== null) {
      const [whole, parameters = "", final = ""] = sequence;
      return this.#take(whole.length, () => toCsiInput(parameters, final));
    }
    if (CSI_BEGUN.test(this.#rest) && this.#rest.length < SEQUENCE_MAX) return undefined;
    // Neither a sequence nor the beginning of one: drop its introducer, so that nothing hangs.
    return this.#take(2, () => "nothing");
  }

  #nextOfPaste(): Input | undefined {
    const end = this.#rest.indexOf(PASTE_END);
    if (end < 0) {
      // The end mark may be split: as much as could be its beginning waits.
      const keep = overlap(this.#rest, PASTE_END);
      this.#paste += this.#rest.slice(0, this.#rest.length - keep);
      this.#rest = this.#rest.slice(this.#rest.length - keep);
      return undefined;
    }
    const text = (this.#paste ?? "") + this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end + PASTE_END.length);
    this.#paste = undefined;
    return { type: "paste", text };
  }

  #take<T>(length: number, make: (taken: string) => T): T {
    const taken = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(length);
    return make(taken);
  }
}

/** How many units at the end of `text` are the beginning of `mark`. */
function overlap(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}

function toControlKey(character: string): string {
  const known = controls.get(character);
  if (known !== undefined) return known;
  return `ctrl-${String.fromCharCode(character.charCodeAt(0) + 0x40).toLowerCase()}`;
}

function toCsiInput(parameters: string, final: string): Input | "nothing" {
  if (parameters === "" && (final === "I" || final === "O")) {
    return { type: "focus", focused: final === "I" };
  }
  const key =
    final === "M" || final === "m" ? toWheelKey(parameters, final) : toCsiKey(parameters, final);
  return key === undefined ? "nothing" : { type: "key", key };
}

function toWheelKey(parameters: string, final: string): string | undefined {
  const button = Number(WHEEL.exec(parameters)?.[1] ?? Number.NaN) & ~WHEEL_MODIFIERS;
  if (final !== "M") return undefined;
  return button === 64 ? "wheel-up" : button === 65 ? "wheel-down" : undefined;
}

/** Source of the numbers for Enter: xterm's "modifyOtherKeys" and its other form, which ends in `u`. */
function toCsiKey(parameters: string, final: string): string | undefined {
  const [first = "", modifier = "", third = ""] = parameters.split(";");
  if (final === "u") return first === "13" ? `${toModifiers(modifier)}enter` : undefined;
  if (final === "~" && first === "27") {
    return third === "13" ? `${toModifiers(modifier)}enter` : undefined;
  }
  const name = final === "~" ? numbered.get(first) : finals.get(final);
  return name === undefined ? undefined : toModifiers(modifier) + name;
}

/** Source: xterm's "PC-Style Function Keys": the parameter is one more than the bits of shift, alt and control. */
function toModifiers(parameter: string): string {
  const bits = /^\d{1,2}$/.test(parameter) ? Number(parameter) - 1 : 0;
  return (bits & 4 ? "ctrl-" : "") + (bits & 2 ? "alt-" : "") + (bits & 1 ? "shift-" : "");
}
