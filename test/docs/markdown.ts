// The repository's documents and what is in them: code blocks, tables, links, headings. Pure but for reading files.

import { readFileSync, readdirSync } from "node:fs";

import { ROOT } from "../../scripts/paths.js";

/** A block of code between fences. */
export interface CodeBlock {
  language: string;
  text: string;
  /** The block right behind this one, with nothing but blank lines between, where it holds `json` or `text`: what the
   * command of this block prints. */
  output: string | undefined;
}

const BLOCK = /^```(\w*)\n([^]*?)^```$/gm;
const INLINE_CODE = /`([^`\n]+)`/g;

/** The paths of all documents for people, relative to the repository. */
export function listDocuments(): string[] {
  const folders = [
    "docs",
    "docs/decisions",
    ...readdirSync(`${ROOT}/packages`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `packages/${name}`),
  ];
  const inFolders = folders.flatMap((folder) =>
    readdirSync(`${ROOT}/${folder}`)
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  );
  return ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...inFolders];
}

/** The text of a document. */
export function readDocument(path: string): string {
  return readFileSync(`${ROOT}/${path}`, "utf8");
}

/** The blocks of code of a document. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const found = [...markdown.matchAll(BLOCK)];
  return found.map((match, at) => {
    const next = found[at + 1];
    const between = next && markdown.slice(match.index + match[0].length, next.index);
    const isOutput = between?.trim() === "" && /^(json|text)$/.test(next?.[1] ?? "");
    return {
      language: match[1] ?? "",
      text: match[2] ?? "",
      output: isOutput ? next?.[2] : undefined,
    };
  });
}

/** What stands between single backquotes, outside of blocks. */
export function inlineCode(markdown: string): string[] {
  return [...markdown.replace(BLOCK, "").matchAll(INLINE_CODE)].map(([, text]) => text ?? "");
}

/** The rows of the first table whose head begins with this cell, without the head. */
export function tableRows(markdown: string, firstHead: string): string[][] {
  const lines = markdown.split("\n");
  const head = lines.findIndex((line) => toCells(line)[0] === firstHead);
  if (head < 0) throw new Error(`there is no table that begins with "${firstHead}"`);
  const end = lines.findIndex((line, at) => at > head && !line.startsWith("|"));
  return lines.slice(head + 2, end < 0 ? undefined : end).map(toCells);
}

/** What stands under a heading, to the next one of any rank. */
export function section(markdown: string, title: string): string {
  const parts = markdown.split(/^(?=#+ )/m);
  const found = parts.find((part) => part.replace(/^#+ /, "").startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`there is no heading "${title}"`);
  return found;
}

/** The targets of all links and pictures. */
export function linkTargets(markdown: string): string[] {
  const text = markdown.replace(BLOCK, "").replace(INLINE_CODE, "");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? "");
  const pictures = [...text.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(
    ([, target]) => target ?? "",
  );
  return [...links, ...pictures];
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchors(markdown: string): string[] {
  return [...markdown.replace(BLOCK, "").matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function toCells(line: string): string[] {
  if (!line.startsWith("|")) return [];
  return line
    .slice(1, line.lastIndexOf("|"))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
