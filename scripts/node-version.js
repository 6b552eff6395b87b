// The oldest Node that the chat runs on. Imported before anything that an older one might not understand.

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`The chat needs Node 20.19 or later; this is Node ${process.versions.node}.`);
  process.exit(1);
}
