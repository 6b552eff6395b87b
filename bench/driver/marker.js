// The mark in the text of every measured message: who sent it, its number, and when it was meant to be sent. Fixed
// width and 5 bits a character, so that reading one costs some 15 steps and no parsing of JSON.

const FIRST = "~".charCodeAt(0);
const SECOND = "#".charCodeAt(0);
const BASE = "0".charCodeAt(0);

/** How long a mark is, in bytes. */
const MARK_LENGTH = 16;

/**
 * A text that begins with a mark.
 *
 * @param {number} sender 0 to 32,767
 * @param {number} count 0 to 33 million
 * @param {number} micros when it was meant to be sent, see clock.js
 * @param {number} length in characters, {@link MARK_LENGTH} or more
 */
export function toText(sender, count, micros, length) {
  const mark = `~#${digits(sender, 3)}${digits(count, 5)}${digits(micros, 6)}`;
  return mark.padEnd(length, "x");
}

/**
 * Where the mark begins in a payload, or -1. `guess` is where it was in the payload before.
 *
 * @param {Buffer} buffer
 * @param {number} start
 * @param {number} end
 * @param {number} guess offset from `start`
 */
export function findMark(buffer, start, end, guess) {
  if (buffer[start + guess] === FIRST && buffer[start + guess + 1] === SECOND) return start + guess;
  const found = buffer.indexOf("~#", start, "latin1");
  return found >= 0 && found + MARK_LENGTH <= end ? found : -1;
}

/** @param {Buffer} buffer @param {number} mark */
export function readSender(buffer, mark) {
  return (at(buffer, mark + 2) << 10) | (at(buffer, mark + 3) << 5) | at(buffer, mark + 4);
}

/** @param {Buffer} buffer @param {number} mark */
export function readCount(buffer, mark) {
  return (
    (at(buffer, mark + 5) << 20) |
    (at(buffer, mark + 6) << 15) |
    (at(buffer, mark + 7) << 10) |
    (at(buffer, mark + 8) << 5) |
    at(buffer, mark + 9)
  );
}

/** @param {Buffer} buffer @param {number} mark */
export function readMicros(buffer, mark) {
  return (
    (at(buffer, mark + 10) << 25) |
    (at(buffer, mark + 11) << 20) |
    (at(buffer, mark + 12) << 15) |
    (at(buffer, mark + 13) << 10) |
    (at(buffer, mark + 14) << 5) |
    at(buffer, mark + 15)
  );
}

/** @param {Buffer} buffer @param {number} index */
function at(buffer, index) {
  return /** @type {number} */ (buffer[index]) - BASE;
}

/** @param {number} value @param {number} width */
function digits(value, width) {
  let text = "";
  for (let shift = (width - 1) * 5; shift >= 0; shift -= 5) {
    text += String.fromCharCode(BASE + ((value >> shift) & 31));
  }
  return text;
}
