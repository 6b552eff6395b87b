// Stands in the quick bundle for the command that has the screen: starts over from the bundle that has all.

/** The other bundle; bin/chat.js brings it along. */
declare const importScreenBundle: () => Promise<{
  main: (argv: readonly string[]) => Promise<never>;
}>;

/** Runs the command line from the other bundle, which ends the process and listens to its signals from now on. */
export async function handOver(): Promise<never> {
  process.removeAllListeners("SIGINT");
  const { main } = await importScreenBundle();
  return await main(process.argv);
}
