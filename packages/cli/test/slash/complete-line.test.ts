// What Tab offers, by where the cursor is.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { completeLine, needOf, type LineSources } from "../../src/slash/complete-line.ts";
import { slashCommands } from "../../src/slash/slash-commands.ts";

const test = suite("completion of typed lines");

const sources: LineSources = {
  names: ["carol", "Bob", "bobby", "ada"],
  rooms: ["general", "ops", "oper"],
  emoji: [
    ["smiley", "😃"],
    ["smile", "😄"],
    ["heart", "❤️"],
  ],
  ignored: ["eve"],
  muted: ["random"],
};

/** What a line, with `|` for the cursor, may become. */
function offers(line: string): string[] {
  const cursor = line.indexOf("|");
  const text = line.replace("|", "");
  const { from, to, candidates } = completeLine(text, cursor, sources);
  return candidates.map((candidate) => text.slice(0, from) + candidate.text + text.slice(to));
}

test("a name gets its colon at the start of a line, whoever spoke last first", () => {
  assert.equal(offers("bo|"), ["Bob: ", "bobby: "]);
  assert.equal(offers("|"), ["carol: ", "Bob: ", "bobby: ", "ada: "]);
  assert.equal(offers("ask bo|"), ["ask Bob ", "ask bobby "]);
  assert.equal(offers("@ca|"), ["@carol "]);
  assert.equal(offers("ask ca| please"), ["ask carol please"]);
  assert.equal(offers("zz|"), []);
});

test("rooms are completed behind a #, emoji behind a colon, the closest first", () => {
  assert.equal(offers("see #op|"), ["see #ops ", "see #oper "]);
  assert.equal(offers("fine :smi|"), ["fine 😄", "fine 😃"]);
  assert.equal(offers("at 12:30|"), []);
});

test("commands are completed, and so is what may follow each", () => {
  assert.equal(offers("/jo|"), ["/join "]);
  assert.is(offers("/|").length, slashCommands.length);
  assert.equal(offers("/join o|"), ["/join ops ", "/join oper "]);
  assert.equal(offers("/join #o|")[0], "/join ops ");
  assert.equal(offers("/msg op|")[0], "/msg ops ");
  assert.equal(offers("/msg ops bo|")[0], "/msg ops Bob ");
  assert.equal(offers("/ignore bo|")[0], "/ignore Bob ");
  assert.equal(offers("/unignore |"), ["/unignore eve "]);
  assert.equal(offers("/unmute |"), ["/unmute random "]);
  assert.equal(offers("/notify a|"), ["/notify all "]);
  assert.equal(offers("/set th|"), ["/set theme "]);
  assert.equal(offers("/set theme li|"), ["/set theme light "]);
  assert.equal(offers("//jo|"), []);
});

test("what has to be fetched first is named", () => {
  assert.is(needOf(":sm", 3), "emoji");
  assert.is(needOf("/join ", 6), "rooms");
  assert.is(needOf("see #o", 6), "rooms");
  assert.is(needOf("bo", 2), undefined);
  assert.is(needOf("/who", 4), undefined);
});

test.run();
