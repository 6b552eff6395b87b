// What is said in the pictures: a small team on an ordinary afternoon. Knows no server and no picture.

/** Something that was said earlier. */
export interface Line {
  /** How many minutes before the picture is taken. */
  minutesAgo: number;
  username: string;
  message: string;
}

/** The rooms in the pictures, the one in view first. */
export const ROOMS = ["ops", "dev", "lunch"] as const;

/** What each room holds when the people come in. */
export const EARLIER: Record<(typeof ROOMS)[number], readonly Line[]> = {
  ops: [
    { minutesAgo: 52, username: "ci-bot", message: "build 411 is green, 214 tests in 38 s" },
    { minutesAgo: 49, username: "bea", message: "hi! deploying 411 to staging in a minute" },
    {
      minutesAgo: 48,
      username: "grace",
      message: "go ahead, nothing of mine is waiting",
    },
    {
      minutesAgo: 41,
      username: "bea",
      message:
        "staging has it. Before production I would like somebody to look at the search page: it felt slow to me, but that may be my train's Wi-Fi",
    },
    { minutesAgo: 39, username: "ada", message: "looking" },
    {
      minutesAgo: 33,
      username: "ada",
      message:
        "it is slow, and it is us, not your train:\nthe p99 was 120 ms before 411, now it is 870 ms",
    },
    {
      minutesAgo: 32,
      username: "grace",
      message: "the new index is not used when `lang` is empty",
    },
    { minutesAgo: 31, username: "bea", message: "oh no. *holding the deploy*, thanks both" },
    {
      minutesAgo: 18,
      username: "grace",
      message:
        "> the new index is not used\nbecause the planner thinks an empty text is rare:\n```sql\nanalyze pages (lang);\n```",
    },
    {
      minutesAgo: 14,
      username: "grace",
      message: "fix is up: https://git.example/chat/pulls/96",
    },
  ],
  dev: [
    { minutesAgo: 26, username: "dan", message: "does anybody mind if I rename the `lib` folder?" },
    { minutesAgo: 24, username: "grace", message: "please do" },
  ],
  lunch: [{ minutesAgo: 61, username: "dan", message: "soup at twelve?" }],
};

/** What is said while the pictures are taken, in this order. */
export const NOW = {
  bot: "build 412 is green, 216 tests in 37 s",
  review: "reviewed it, reads well. p99 is back at 118 ms on my machine",
  question: "@ada can you watch the graphs while I deploy?",
  lunch: "ada, bea, who is coming?",
  elsewhere: "renamed, and the imports with it",
  draft: "yes, I have them open",
} as const;
