// What of unicode-confusables is used here: the package's own declarations are in a file that nobody finds.

declare module "unicode-confusables" {
  const confusables: { rectifyConfusion(text: string): string };
  export default confusables;
}
