// What build logs are made of beside what somebody wants to read. Linear all of them, as a log may be hostile
// (tests/unit/shared/enrichment/log-patterns.test.ts).

/** Draws over what stands in the line, as a carriage return does. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence starts with ESC
export const REDRAWN = /\u001b\[(?:2K|[01]?G)|\r/g;

/** CodeBuild's own lines: '[Container] 2026/03/04 09:15:00.123456 Running command npm test'. */
export const AGENT = /^\[Container\] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})? /;

/** Of those, what tells of the agent and not of the build: how a phase ended is known from CodeBuild itself. */
export const AGENT_CHATTER =
  /^(?:Assembling|CODEBUILD_SRC_DIR|Configuring|Entering phase|Expand(?:ed|ing)|Found \d|Moving to|Phase (?:complete|context|is)|Phases found|Preparing|Processing environment|Registering|Selecting|Set report|Setting|Successfully updated|Unable to initialize cache|Waiting for|YAML location)\b/;

export const TIMESTAMP =
  /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?[ \t]{1,4}/;

/** How Maven and others begin a line, also one that says nothing. */
export const LEVEL = /^\[(?:DEBUG|ERROR|INFO|WARN|WARNING)\]\s{0,8}/;

export const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Bars, shares of a whole and speeds, which are out of date when anybody reads them. */
export const PROGRESS =
  /\[[=#>. -]{5,}\]|[█▉▊▋▌▍▎▏▓▒░]{3,}|[\u2801-\u28ff]|\d% ?\(\d+\/\d+\)|^\W*\d{1,3}(?:\.\d{1,3})?%\W*$|\d ?[kKMG]?i?B\/s\b|--:--:--|^\s{0,8}(?:Downloaded|Downloading|Progress|Receiving objects|Resolving deltas|Unpacking)\b/;

/** A line of nothing but base64: nobody reads it, and it may be the rest of a key. */
export const BLOB = /^[\s"'|>+,-]{0,8}[A-Za-z0-9+/=_-]{60,}\\?["',]{0,3}$/;

export const KEY_BEGINS = /-{4,5} ?BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY/;
export const KEY_ENDS = /-{4,5} ?END [A-Z0-9 ]{0,30}PRIVATE KEY/;
/** A line of a key whose beginning is not seen: also the short one at its end. */
export const KEY_BODY = /^[\s"'|>+,]{0,8}[A-Za-z0-9+/=]{0,200}\\?["',]{0,3}$/;

/** Words of errors in what is none. */
export const HARMLESS =
  /\b(?:0|no|without) (?:errors?|fail(?:ed|ing|ures?))\b|\b(?:errors?|fail(?:ed|ures?))["']?[:=] ?0\b|\berrors?[\w-]{0,40}\.[a-z]{1,4}\b/gi;
export const ERROR =
  /errors?\b|exception\b|\berr!|\bfail(?:ed|ing|s|ures?)?\b|\bfatal\b|\bpanic(?:ked)?\b|\btraceback\b|\baborted\b|\bcannot\b|\bcould not\b|\bunable to\b|\bdenied\b|\brefused\b|\bforbidden\b|\bnot found\b|\bno such\b|\btimed out\b|\bkilled\b|\bout of memory\b|\bsegmentation fault\b|\bexit (?:code|status) [1-9]|\bdid not exit successfully\b|[✕✖✗✘×❌]/i;
