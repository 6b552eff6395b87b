// All that the documents show and that no test of documents runs, each with the reason. Nothing else is left out.

/** Lines of shell that are not typed. */
const LINES: readonly { line: RegExp; reason: string }[] = [
  {
    line: /^npm start\b/,
    reason: "serves until it is stopped; test/start.test.ts starts it",
  },
  {
    line: /^npm test\b/,
    reason: "runs the test that would run it",
  },
  {
    line: /^npm run (?:check|bench|pictures|format|build)\b/,
    reason: "takes minutes, or rewrites the repository; .ci/run does all but the pictures",
  },
  {
    line: /^npm run (?:pack|release)\b/,
    reason:
      "writes tarballs, tags and versions; test/pack.test.ts and test/release.test.ts do it elsewhere",
  },
  {
    line: /^npm run scale-out\b/,
    reason: "serves until it is stopped; test/scale-out.test.ts starts it",
  },
  {
    line: /^npm run fuzz\b/,
    reason: "plays for as long as one lets it; test/fuzz plays the short form",
  },
  {
    line: /^docker compose\b/,
    reason: "asks for an engine; test/docker.test.ts checks the files",
  },
  {
    line: /^(?:sudo )?(?:npm (?:install|i) |systemctl|apt-get|useradd|git clone|cd )/,
    reason: "changes the machine; test/pack.test.ts installs the same tarballs in a folder",
  },
  {
    line: /^chat-server(?: --(?!help)| *$)/,
    reason: "serves until it is stopped; test/pack.test.ts starts it from its tarball",
  },
];

/** Blocks that hold nothing to run, by the document and the beginning of the block. */
export const BLOCKS: readonly { document: string; begins: string; reason: string }[] = [
  {
    document: "docs/terminal.md",
    begins: "14:05 ops <carol>",
    reason: "a line as it is printed; packages/cli/test/plain has them",
  },
  { document: "docs/architecture.md", begins: "┌", reason: "a drawing" },
  { document: "docs/architecture.md", begins: "ada's client", reason: "a drawing" },
  { document: "docs/architecture.md", begins: "client            gateway", reason: "a drawing" },
  { document: "docs/architecture.md", begins: "node 1 (dies)", reason: "a drawing" },
  { document: "CONTRIBUTING.md", begins: "protocol ←", reason: "a drawing" },
  {
    document: "CONTRIBUTING.md",
    begins: "{",
    reason: "a record to put into a file; the types of the file check it there",
  },
];

/** A script without the lines that are not typed. */
export function withoutUntried(script: string): string {
  return script
    .split("\n")
    .filter((line) => !LINES.some(({ line: known }) => known.test(line)))
    .join("\n");
}
