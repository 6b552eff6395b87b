// npm runs a script through a shell. Asked to end, npm ends that shell, and the shell (dash, for one) tells nobody:
// what it had started would go on alone, unseen, with its port taken.

const LOOK_EVERY_MS = 250;

/** Sends this process a SIGTERM where npm started it and is gone. Nothing is kept alive by the looking. */
export function endWithNpm() {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, LOOK_EVERY_MS);
  timer.unref();
}
