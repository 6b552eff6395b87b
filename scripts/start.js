// `npm start`: sets up, then becomes the server. What the server prints, and how it takes signals, is its own.

import "./node-version.js";

import { endWithNpm } from "./end-with-npm.js";
import { ROOT } from "./paths.js";
import { setup } from "./setup.js";

endWithNpm();
if (!(await setup())) process.exit(1);

// In this very process: arguments, environment, signals and status need no passing on.
const program = `${ROOT}/packages/server/bin/chat-server.js`;
process.argv[1] = program;
await import(program);
