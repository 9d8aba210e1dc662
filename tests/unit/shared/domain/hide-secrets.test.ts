import { describe, expect, it } from '@jest/globals';
import { hideSecrets } from '#shared/domain/hide-secrets.ts';
import { NAMED_SECRETS, SUSPECTS } from '#shared/domain/named-secrets.ts';
import { SECRET_FORMS, SECRETS_AFTER } from '#shared/domain/secret-forms.ts';
import { HOSTILE_FRAGMENTS, hostileText } from '#tests/support/hostile-text.ts';
import { PLANTED, PRIVATE_KEY } from '#tests/support/planted-secrets.ts';
import { fc } from '#tests/support/property.ts';
import { countSteps, growthOf, MAX_GROWTH, MAX_STEPS } from '#tests/support/regex-steps.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl';
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIcanary\n-----END RSA PRIVATE KEY-----';
const HASH = '4f2c9d1be07a3c5d8e6f9a0b1c2d3e4f5a6b7c8d';
const UUID = '123e4567-e89b-12d3-a456-426614174000';

const NAMES = [
  ...['password', 'DB_PASSWORD_PROD', 'clientSecret', 'token', 'api_key', 'secret_v2', 'x-api-key', 'Pwd'],
  ...['Authorization', 'cookie', 'name', 'value', 'key', 'message', 'nextToken'],
];

describe('hideSecrets', () => {
  it.each([
    ['an access key id of AWS', 'key AKIAIOSFODNN7EXAMPLE.', 'key [redacted].'],
    ['tokens of Slack', 'xoxb-1234567890-canary and xapp-1-A0-canary', '[redacted] and [redacted]'],
    ['a token of GitHub', 'ghp_0123456789abcdefghijABCDEFGHIJ456789!', '[redacted]!'],
    ['a JSON Web Token', `got ${JWT}, expired`, 'got [redacted], expired'],
    ['a private key', `a ${PEM} b`, 'a [redacted] b'],
    ['a private key without its end', PEM.slice(0, 40), '[redacted]'],
    ['a private key in a line', `key: ${PEM.replaceAll('\n', '\\n')}"`, 'key: [redacted]"'],
    ['a password given to a command', 'mysql --password=canary -u x', 'mysql --password=[redacted] -u x'],
    ['a quoted password', 'PASSWORD="two words" next', 'PASSWORD="[redacted]" next'],
    ['a secret in JSON', '{"clientSecret": "canary", "id": 1}', '{"clientSecret": "[redacted]", "id": 1}'],
    [
      'a secret in a query',
      'https://x.example/?token=canary&id=1',
      'https://x.example/?token=[redacted]&id=1',
    ],
    [
      'a password in an address',
      'git clone https://me:canary@git.example/a',
      'git clone https://[redacted]@git.example/a',
    ],
    [
      'a password of a database',
      'postgres://web:canary@db.example:5432/web',
      'postgres://[redacted]@db.example:5432/web',
    ],
    ['a webhook', 'POST https://hooks.slack.com/services/T0/B0/canary failed', 'POST [redacted] failed'],
    ['a bearer token', 'Authorization: Bearer canary-0123456789', 'Authorization: Bearer [redacted]'],
    [
      'the password of a connection string',
      'Server=db;Password=canary;Encrypt=yes',
      'Server=db;Password=[redacted];Encrypt=yes',
    ],
    ['a pair in YAML', '- name: DB_PASSWORD\n  value: canary', '- name: DB_PASSWORD\n  value: [redacted]'],
    ['a number in JSON', '{"a":{"password":73952846}}', '{"a":{"password":"[redacted]"}}'],
    ['a value in brackets', 'failed (token=canary)', 'failed (token=[redacted])'],
    [
      'what ends JSON within JSON',
      '{"Error":"States.TaskFailed","Cause":"{\\"m\\":\\"no connection with password=canary\\"}"}',
      '{"Error":"States.TaskFailed","Cause":"{\\"m\\":\\"no connection with password=[redacted]\\"}"}',
    ],
    [
      'a webhook that ends JSON',
      '{"errorMessage":"POST https://hooks.slack.com/services/T0/B0/canary"}',
      '{"errorMessage":"POST [redacted]"}',
    ],
    ['what follows a part that was left out', 'token=AKIAIOSFODNN7EXAMPLE/canary', 'token=[redacted]'],
    ['an option', 'tool --auth-token canary --dry-run', 'tool --auth-token [redacted] --dry-run'],
    ['a user of curl', 'curl -u me:canary https://x.example/', 'curl -u me:[redacted] https://x.example/'],
  ])('leaves out %s', (_, text, expected) => {
    expect(hideSecrets(text)).toBe(expected);
  });

  it.each(PLANTED)('leaves out $what', ({ line, secret }) => {
    expect(line).toContain(secret);
    expect(hideSecrets(line)).not.toContain(secret);
    expect(hideSecrets(line)).toContain('[redacted]');
  });

  it('leaves out a private key of many lines, and not what stands around it', () => {
    const text = ['before', ...PRIVATE_KEY, 'after'].join('\n');

    expect(hideSecrets(text)).toBe('before\n[redacted]\nafter');
  });

  it.each([
    'Fix token refresh: keep the secret in memory',
    'feat(password): ask for eight characters',
    'Merge pull request #7 from me/token=less'.replace('=', '-'),
    HASH,
    `https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections/redirect?Commit=${HASH}`,
    `HEAD is now at ${HASH}`,
    `request ${UUID} was refused`,
    `Build web-shop:${UUID} failed`,
    `Build token-service:${UUID} failed`,
    '{"cmd":"login --password=","user":"jane"}',
    '["--token=","abc"]',
    `arn:aws:states:eu-west-1:111122223333:execution:rotate-secret:${HASH}${HASH.slice(0, 24)}`,
    'docker pull example/api-key-rotator:1a2b3c4d5e6f',
    `Digest: sha256:${HASH}${HASH}`,
    `docker pull 111122223333.dkr.ecr.eu-west-1.amazonaws.com/web@sha256:${HASH}${HASH}`,
    'integrity sha512-Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJDREVG==',
    `MD5 (app.tar.gz) = ${HASH.slice(0, 32)}`,
    `Restored cache key: node-modules-Linux-${HASH}`,
    `cache key: ${HASH}`,
    'upload failed: key assets/app.4f2c9d1b.js',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/web/Database2-AbCdEf',
    'SECRET_ARN=arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/web/Database2-AbCdEf',
    `arn:aws:kms:eu-west-1:111122223333:key/${UUID}`,
    'PWD=/codebuild/output/src123456789/src',
    'npm_config_cache=/tmp/.npm npm_lifecycle_event=test',
    'GET https://registry.example:443/@types/node/-/node-24.tgz',
    'git@git.example:owner/repo.git ssh://git@git.example/owner/repo.git',
    'docker run -p 8080:80 web',
    "SyntaxError: Unexpected token: '}' at line 20",
    'Unexpected token \'<\', "<!DOCTYPE " is not valid JSON',
    "Access denied for user 'root'@'localhost' (using password: YES)",
    'password: must have eight characters',
    'password=undefined, "token": null',
    'if (token === undefined) throw new Error();',
    'const token = await getToken();',
    'error: the option --token is required',
    'the secret prod/web-shop/database-2024 was not found',
    'The security token included in the request is invalid',
    'Token expired at 2026-03-04T09:15:00.123Z',
    'Authorization: required',
    "KeyError: 'password'",
    '12 passed, 3 failed',
    'author: mary.major.2026.01.02.03',
    '-----BEGIN CERTIFICATE-----',
    'error: unexpected token: foo1bar2',
    'unrecognized token: "1abcd"',
    'Unexpected token: punc (})',
    "syntax error near unexpected token `fi'",
    'secret: signalbox/slack',
    'secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:db1-AbCd12',
    'token: expired',
    'tokens: 5, token_count=17',
    'const apiKey = config.apiKeys[0];',
    'token: CancellationToken',
    'token: 2026-03-04T09:15:00Z',
    'Bump secret: 1.2.3-beta.1',
    'registry.example/web-token:build-123',
    `token: \${TOKEN1}`,
    `secret: \${{ secrets.DEPLOY_TOKEN1 }}`,
    '+ "DB_PASSWORD" = (sensitive value)',
    `Resource handler returned message: "x" (RequestToken: ${UUID}, HandlerErrorCode: InvalidRequest)`,
    `ClientRequestToken: Console-CreateStack-${UUID}`,
    '{"nextToken":"AAAA1111bbbb"}',
    'aws s3api list-objects --starting-token AAAA1111',
    'Culture=neutral, PublicKeyToken=b77a5c561934e089',
    'max_token=5, max_tokens=4096',
    'PASS=12 FAIL=3',
    'BYPASS=all COMPASS=north',
    'DB_PASSWORD_FILE=/run/secrets/db SECRET_NAME=prod/db1 TOKEN_TYPE=bearer',
    'PASSWORD_MIN_LENGTH=8 TOKEN_EXPIRES_IN=3600 TOKEN_URL=https://idp.example/token',
    'docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com',
    'RUN --mount=type=secret,id=npmrc npm ci',
    'docker build --secret id=npmrc,src=.npmrc .',
    '{"name":"BRANCH","value":"main1"}',
    '{"name":"DB_PASSWORD","valueFrom":"arn:aws:ssm:eu-west-1:111122223333:parameter/db1"}',
    '{"password":{"a":1},"secret":["b"],"token":""}',
    '<th>token</th>',
  ])('leaves alone: %s', (text) => {
    expect(hideSecrets(text)).toBe(text);
  });

  it('leaves JSON as JSON, also JSON within JSON', () => {
    const name = fc.constantFrom(...NAMES);
    const text = fc.oneof(
      fc.constantFrom(...NAMES, ...PLANTED.map(({ line }) => line).filter((line) => !/["'\\]/.test(line))),
      fc.string({ maxLength: 12 }),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant('')),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
        tie('value').map((inner) => JSON.stringify(inner)),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, value), fc.constantFrom(0, 2), (object, indent) => {
        const hidden = hideSecrets(JSON.stringify(object, undefined, indent));

        expect(() => JSON.parse(hidden)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  it('changes nothing the second time', () => {
    const text = fc.array(
      fc.oneof(
        hostileText({ maxRepeat: 20 }),
        fc.constantFrom(...PLANTED.map(({ line }) => `${line} `)),
        fc.constantFrom(' ', '\n', '"', "'", ':', '=', ',', '@', '[redacted]', 'password', ' --token '),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(text, (parts) => {
        const once = hideSecrets(parts.join(''));

        expect(hideSecrets(once)).toBe(once);
      }),
    );
  });
});

describe('the patterns of secrets', () => {
  const patterns = [
    ...SECRETS_AFTER,
    ...SECRET_FORMS,
    ...NAMED_SECRETS,
    ...SUSPECTS.map(([pattern]) => pattern),
  ];
  const WORDS = [
    ...PLANTED.flatMap(({ line }) => [line, line.slice(0, Math.ceil(line.length / 2))]),
    ...HOSTILE_FRAGMENTS,
    ...'aA7-= "\'',
    ...[
      '\\"',
      'AKIA',
      '://',
      '://:',
      '://a@',
      'eyJ-',
      '--a-b-',
      '-----BEGIN ',
      'login -',
      'curl -u ',
      'x-a-',
      'SG.a-',
    ],
    ...['token', 'token:', 'token="', 'password: ', 'key=', '?sig=', 'cookie: ', 'bearer ', '_pass='],
  ];

  it.each(patterns.map((pattern) => [pattern.source.slice(0, 60), pattern] as const))(
    'take twice the steps for twice the text: %s',
    (_, pattern) => {
      for (const word of WORDS) {
        const text = word.repeat(Math.ceil(500 / word.length));
        const { steps, spans } = countSteps(pattern, text);

        expect(spans).toEqual(
          [...text.matchAll(pattern)].map((found) => [found.index, found.index + found[0].length]),
        );
        expect({
          word,
          growth: growthOf(pattern, text) < MAX_GROWTH,
          steps: steps / text.length < MAX_STEPS,
        }).toEqual({ word, growth: true, steps: true });
      }
    },
  );

  it.each([
    [/\w+\s*!/g, 'a'],
    [/\beyJ[\w-]{6,}\./g, 'eyJ-'],
    [/(?:a|a)+!/g, 'a'],
  ])('would be caught doing more: %s', (pattern, word) => {
    expect(growthOf(pattern, word.repeat(8))).toBeGreaterThan(MAX_GROWTH);
  });
});
