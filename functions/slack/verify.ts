import type { App } from '#shared/app.ts';
import { findSigner, readClaim, type SigningKey, toRequestId } from '#shared/channels/slack/signature.ts';
import { UnauthorizedError } from '#shared/errors.ts';
import type { Command } from '#shared/runtime/command-entry.ts';
import type { IncomingRequest } from '#shared/runtime/http.ts';

/** Which request it is, when it was signed and for which app. */
export type Origin = Readonly<Pick<Command, 'request' | 'at' | 'secret'>>;

/** @throws UnauthorizedError; or why no signing secret at all could be read */
export async function verify(
  { headers, body }: IncomingRequest,
  { clock, signingKeys }: Pick<App, 'clock' | 'signingKeys'>,
): Promise<Origin> {
  const claim = readClaim(headers, clock.now());
  const toOrigin = ({ name: secret }: SigningKey): Origin => ({
    request: toRequestId(claim),
    at: claim.timestamp,
    secret,
  });
  const known = await signingKeys.current();
  const signer = findSigner(claim, body, known.keys);
  if (signer !== undefined) return toOrigin(signer);

  // It may have been replaced while this environment lived.
  const renewed = await signingKeys.renewed();
  const late = findSigner(claim, body, renewed?.keys ?? []);
  if (late !== undefined) return toOrigin(late);
  const { keys, failure } = renewed ?? known;
  if (keys.length === 0 && failure !== undefined) throw failure;
  throw new UnauthorizedError('request: signed by no secret of a destination');
}
