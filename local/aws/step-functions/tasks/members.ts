// Without the models of the services, names have to tell what is a map, whose keys are somebody's own, and what is a time.
const MAPS: readonly string[] = [
  'actionConfiguration',
  'configuration',
  'outputVariables',
  'resolvedConfiguration',
];
const TIME = /(Time|Date|Timestamp|At|Change|Modified)$|^(created|updated)$/;

type Rename = (name: string) => string;

/** The states language begins every member with a capital. */
export const capitalized: Rename = (name) => name.replace(/^./, (letter) => letter.toUpperCase());
export const uncapitalized: Rename = (name) => name.replace(/^./, (letter) => letter.toLowerCase());

/** A request or an answer with other names for its members; times in it become ISO 8601, as in the states language. */
export function renamed(value: unknown, rename: Rename): unknown {
  if (Array.isArray(value)) return value.map((entry) => renamed(entry, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (MAPS.includes(uncapitalized(name))) return [rename(name), inner];
      return [
        rename(name),
        isTime(name, inner) ? new Date(inner * 1000).toISOString() : renamed(inner, rename),
      ];
    }),
  );
}

// Seconds since the epoch, after 2001; a service that counts milliseconds gives plain numbers, on AWS too.
function isTime(name: string, value: unknown): value is number {
  return typeof value === 'number' && value > 1e9 && value < 1e11 && TIME.test(name);
}
