// Text between fences, so that faces and people take it for code. Knows no message.

/** The text as a code block whose fences are longer than any in it. @param language what stands behind the fence */
export function toCodeBlock(text: string, language = ""): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
