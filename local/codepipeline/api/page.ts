import * as z from 'zod';
import { ServiceError } from '../service-error.ts';

const LARGEST_PAGE = 100;

/** The members of an input that ask for a page of a list. */
export const pageRequest = {
  maxResults: z.int().min(1).max(LARGEST_PAGE).optional(),
  nextToken: z.string().optional(),
};

interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** The part of a list that was asked for, and the token of the next part if there is one. */
export function pageOf<T>(items: readonly T[], request: PageRequest) {
  const start = startOf(request.nextToken);
  const end = start + (request.maxResults ?? LARGEST_PAGE);
  const nextToken = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: items.slice(start, end), nextToken };
}

function startOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const start = Number(Buffer.from(token, 'base64url').toString());
  if (Number.isInteger(start) && start > 0) return start;
  throw new ServiceError('InvalidNextTokenException', 'The next token was not given out by this service');
}
