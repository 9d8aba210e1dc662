/** What stands where a secret stood. */
export const HIDDEN = '[redacted]';

/** Secrets that are told by what stands before them, which stays. */
export const SECRETS_AFTER: readonly RegExp[] = [
  // scheme://user:password@host, where a password may hold what it should not; not host:443/@scope.
  /(:\/\/)[^\s/@:"'<>]{0,200}:(?!\d{1,5}(?:[/?#\s"']|$))(?:[^\s/"'<>]{1,200}|[^\s@"'<>]{1,200})(?=@)/g,
  /(:\/\/)[^\s/@:"'<>[]{20,200}(?=@)/g,
  // The secret beside the id of an access key in a table.
  /(\bA(?:[BKS]I|CC)A[A-Z0-9]{12}\w*["'\s,:;|/\\]{1,7})[A-Za-z0-9/+]{40}(?![\w/+=-])/g,
  /\b(bearer )[\w.~+/-]{16,}=*/gi,
];

/**
 * Secrets that are told by their own form. Every pattern is linear: what repeats without a limit ends in one way only
 * (tests/unit/shared/domain/hide-secrets.test.ts counts the steps).
 */
export const SECRET_FORMS: readonly RegExp[] = [
  // A key may be cut off by a limit on length: what is left of it goes too.
  /-{4,5} ?BEGIN [A-Z\d ]{0,30}PRIVATE KEY[A-Z ]{0,7}-{4,5}[\s\S]*?(?:-{4,5} ?END [A-Z\d ]{0,50}-{4,5}|$)/g,
  // Base64 of PEM that is neither a certificate nor a public key.
  /\bLS0tLS1CRUdJTi(?!BDRVJU|BQVUJM)[\w+/]{16,}={0,2}/g,
  // Addresses that let whoever has them post.
  /(?:https?:\/\/)?\b(?:hooks\.slack(?:-gov)?\.com|discord(?:app)?\.com\/api\/webhooks|[\w-]{1,60}\.webhook\.office\.com)\\?\/(?:[^\s"'<>\\]|\\\/)+/g,
  // Ids of access keys.
  /\bA(?:[BKS]I|CC)A[A-Z0-9]{12,}\w*/g,
  // Session tokens of AWS.
  /\b(?:IQoJb3JpZ2lu|[FQ]woGZXIvYXdz)[\w+/%-]{16,}={0,2}/g,
  // A JSON Web Token, signed or encrypted, and other JSON in base64, such as a password of ECR.
  /\beyJ(?:[\w-]{6,}(?:\.[\w-]*){1,4}|[\w+/-]{60,}={0,2})/g,
  // Tokens by the beginnings that their makers have published.
  /\bx(?:ox[a-z]|app)-[\w-]{6,}/g,
  /\b(?:npm_|hf_|sk-|ntn_|nfp_)[A-Za-z0-9]{30,}\w*/g,
  /(?:\b(?:gh[a-z]_|github_pat_|dckr_[op]at_|do[opr]_v1_|[rs]k_(?:live|test)_|whsec_|shp(?:at|ca|pa|ss)_|sntry[su]_|lin_api_|rubygems_|sbp_|figd_|glsa_|gl(?:agent|cbt|dt|ft|imt|oas|pat|ptt|rt|soat)-|GR1348941|sk-(?:admin|ant|proj|svcacct)-|AIza|GOCSPX-|pypi-AgE|tskey-|pscale_(?:oauth|pw|tkn)_|ATATT3|ATCTT3|AGE-SECRET-KEY-1|(?:ya29|hv[bsr]|dp\.(?:audit|ct|pt|sa|scim|st))\.)|\.atlasv1\.)[\w-]{16,}|\bpypi-[\w-]{40,}/g,
  /\bSG\.[\w-]{10,}\.[\w-]{10,}/g,
];
