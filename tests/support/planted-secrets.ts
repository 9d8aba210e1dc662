/** A line as it stands in logs, and of it what nobody may read. Put together here, so that no scanner of ours trips. */
export interface Planted {
  readonly what: string;
  readonly line: string;
  readonly secret: string;
}

const MIXED = 'aZ3kQ9xT7mB2vN8cR4wL6pY1sD5fG0hJ';
const HEX = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const AWS_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYCANARYKEY1';
const BASE64 = 'bWFyeTpDYW5hcnlQYXNzd29yZDEyMw==';
const WORD = 'Canary-Hunter2!';
/** Every kind of token that is told by its beginning. */
const PREFIXES: readonly (readonly [what: string, start: string, rest?: string])[] = [
  ['an access key id', 'AKIA', 'Q3EGRIT7CANARYXY'],
  ['a temporary access key id', 'ASIA', 'Q3EGRIT7CANARYXY'],
  ['a session token of AWS', 'IQoJb3JpZ2luX2VjE', MIXED],
  ['an older session token of AWS', 'FwoGZXIvYXdzE', MIXED],
  ['a bot token of Slack', 'xoxb-', `1234567890-${MIXED}`],
  ['an app token of Slack', 'xapp-', `1-A0123-${MIXED}`],
  ['a personal token of GitHub', 'ghp_'],
  ['a token of a GitHub app', 'ghs_'],
  ['a fine-grained token of GitHub', 'github_pat_'],
  ['a token of GitLab', 'glpat-'],
  ['a runner token of GitLab', 'glrt-'],
  ['a token of npm', 'npm_'],
  ['a token of PyPI', 'pypi-', `AgEIcHlwaS5vcmc${MIXED}`],
  ['a key of SendGrid', 'SG.', `${MIXED.slice(0, 22)}.${MIXED}`],
  ['a live key of Stripe', 'sk_live_'],
  ['a restricted key of Stripe', 'rk_live_'],
  ['a signing secret of Stripe', 'whsec_'],
  ['a key of Google', 'AIza', `${MIXED}abc`],
  ['an access token of Google', 'ya29.'],
  ['a client secret of Google', 'GOCSPX-'],
  ['a token of DigitalOcean', 'dop_v1_', `${HEX}${HEX}`],
  ['a token of Docker Hub', 'dckr_pat_'],
  ['a token of Vault', 'hvs.'],
  ['a token of HCP Terraform', 'k7Hq2Wz9Lm4TpX.atlasv1.'],
  ['a token of Hugging Face', 'hf_'],
  ['a key of Anthropic', 'sk-ant-'],
  ['a key of OpenAI', 'sk-proj-'],
  ['an older key of OpenAI', 'sk-'],
  ['a token of Shopify', 'shpat_', HEX],
  ['a token of Sentry', 'sntrys_'],
  ['a token of Grafana', 'glsa_'],
  ['a token of Doppler', 'dp.pt.'],
  ['a token of Atlassian', 'ATATT3'],
  ['a token of Tailscale', 'tskey-', `auth-${MIXED}`],
  ['a JSON Web Token', 'eyJ', `hbGciOiJIUzI1NiJ9.${MIXED}.${MIXED}`],
  ['an encrypted JSON Web Token', 'eyJ', `ZW5jIjoiQTEyOEdDTSJ9..${MIXED}.${MIXED}.${HEX}`],
  ['a password of ECR', 'eyJ', `wYXlsb2FkIjoi${MIXED}${MIXED}==`],
  ['a private key in base64', 'LS0tLS1CRUdJTi', `BSU0EgUFJJVkFURSBLRVkt${MIXED}`],
];

const NAMED: readonly (readonly [what: string, line: string, secret: string])[] = [
  ['the credentials file', `aws_secret_access_key = ${AWS_SECRET}`, AWS_SECRET],
  ['a variable of AWS', `export AWS_SECRET_ACCESS_KEY=${AWS_SECRET}`, AWS_SECRET],
  ['an answer of STS', `"SecretAccessKey": "${AWS_SECRET}",`, AWS_SECRET],
  ['a printed object', `  secretAccessKey: '${AWS_SECRET}',`, AWS_SECRET],
  ['a key in words', `the AWS secret access key ${AWS_SECRET}`, AWS_SECRET],
  ['a table of keys', `AKIAQ3EGRIT7CANARYXY,${AWS_SECRET}`, AWS_SECRET],
  ['a session token', `AWS_SESSION_TOKEN=${MIXED}`, MIXED],
  ['an address with a password', `postgres://web:${WORD}@db.example:5432/web`, WORD],
  ['a password with an @', `mongodb+srv://web:p@${WORD}@cluster.example/web`, WORD],
  ['a password with a slash', `redis://:a/${WORD}@cache.example:6379/0`, WORD],
  ['a token for a password', `https://x-access-token:${HEX}@git.example/o/r.git`, HEX],
  ['a token for a name', `git clone https://${HEX}@git.example/o/r.git`, HEX],
  ['a connection string', `Server=db.example;Database=web;User Id=sa;Password=${WORD};`, WORD],
  ['its short form', `Data Source=db.example;Uid=sa;Pwd=${WORD};`, WORD],
  ['one of Azure', `AccountName=web;AccountKey=${BASE64};EndpointSuffix=core.example`, BASE64],
  ['one of Oracle', `jdbc:oracle:thin:web/${WORD}@db.example:1521:web`, WORD],
  ['one of Java', `jdbc:postgresql://db.example/web?user=web&password=${WORD}`, WORD],
  ['basic authorization', `> Authorization: Basic ${BASE64}`, BASE64],
  ['authorization by token', `authorization: token ${HEX}`, HEX],
  ['a short bearer token', 'curl -H "Authorization: Bearer c4n4ry"', 'c4n4ry'],
  ['authorization in JSON', `{"Authorization":"Basic ${BASE64}"}`, BASE64],
  ['a key in a header', `X-Api-Key: ${MIXED.slice(0, 12)}`, MIXED.slice(0, 12)],
  ['a token in a header', 'PRIVATE-TOKEN: c4n4ry-abc', 'c4n4ry-abc'],
  ['a cookie', 'Cookie: sid=c4n4ry; theme=dark', 'c4n4ry'],
  ['an exported token', `export NPM_TOKEN=${WORD}`, WORD],
  ['a quoted variable', `DB_PASSWORD="two ${WORD} words" next`, WORD],
  ['a quote within quotes', `{"password": "a\\"${WORD}"}`, WORD],
  ['JSON within JSON', `{"body":"{\\"password\\":\\"${WORD}\\"}"}`, WORD],
  ['a printed member', `  password: '${WORD}',`, WORD],
  ['a hash of Ruby', `{:password=>"${WORD}"}`, WORD],
  ['YAML', `dbPassword: ${WORD}`, WORD],
  ['an .ini', `password = ${WORD}`, WORD],
  ['a short name', `DB_PASS=${WORD}`, WORD],
  ['the password of npm', `//registry.example/:_auth=${BASE64}`, BASE64],
  ['the token of npm', `//registry.example/:_authToken=${HEX}`, HEX],
  ['an option', `mysqldump --password ${WORD} web`, WORD],
  ['an option with a sign', `mysqldump --password=${WORD} web`, WORD],
  ['a longer option', `tool deploy --auth-token ${WORD}`, WORD],
  ['an option of Java', `keytool -storepass ${WORD} -list`, WORD],
  ['options in a list', `Command ['tool', '--token', '${WORD}'] returned 1`, WORD],
  ['a login', `docker login -u me -p ${WORD} registry.example`, WORD],
  ['a password glued on', `mysql -uroot -p${WORD} web`, WORD],
  ['a user of curl', `curl -sf -u me:${WORD} https://x.example/`, WORD],
  ['a token after a colon', `Deploy token: ${MIXED}`, MIXED],
  ['a secret in words', `the client secret is ${MIXED}`, MIXED],
  ['a key by name', `api key ${HEX}`, HEX],
  ['a key alone', `KEY=${MIXED}`, MIXED],
  ['credentials', `credentials: ${MIXED}`, MIXED],
  ['passwd', `passwd: ${MIXED}`, MIXED],
  ['auth', `auth=${MIXED}`, MIXED],
  ['a signed address', `https://b.s3.example/k?X-Amz-Signature=${HEX}${HEX}&a=1`, HEX],
  ['a signed address of Azure', `https://a.blob.example/k?sv=1&sig=${BASE64}`, BASE64],
  ['a webhook of Slack', `POST https://hooks.slack.com/services/T0/B0/${MIXED} 404`, MIXED],
  ['a webhook of Discord', `POST https://discord.com/api/webhooks/1/${MIXED}`, MIXED],
];

export const PLANTED: readonly Planted[] = [
  ...PREFIXES.map(([what, start, rest = MIXED]) => ({ what, line: `found ${start}${rest}.`, secret: rest })),
  ...NAMED.map(([what, line, secret]) => ({ what, line, secret })),
];

/** As OpenSSL writes it, 64 characters a line. */
export const PRIVATE_KEY: readonly string[] = [
  '-----BEGIN RSA PRIVATE KEY-----',
  ...Array.from({ length: 6 }, (_, index) => `${'MIICANARY'.repeat(7)}${index}`),
  'Q2FuYXJ5LWVuZA==',
  '-----END RSA PRIVATE KEY-----',
];
