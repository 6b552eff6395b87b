// What a connection that was let in does not keep.

import { IncomingMessage } from "node:http";
import { queryObjects } from "node:v8";

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Connections } from "../support/connection.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("forgotten requests");

const MEMBERS = 20;
const connections = new Connections();
let server: TestServer;

test.before(async () => {
  server = await runServer();
});

test.after(async () => {
  connections.closeAll();
  await server.close();
});

const countRequests = () => queryObjects(IncomingMessage, { format: "count" });

test("nothing holds the requests that members came with", async () => {
  const before = countRequests();
  const members = Array.from({ length: MEMBERS }, (_, index) => `member${index}`);
  await Promise.all(members.map((name) => connections.join(server.url, name)));
  // Answers that the clients have read are such objects too; a few may be on their way to be forgotten.
  assert.ok(countRequests() - before < MEMBERS / 2);
});

test.run();
