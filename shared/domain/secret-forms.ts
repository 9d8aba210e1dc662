/** What stands where a secret stood. */
export const HIDDEN = '[redacted]';

/**
 * Secrets that are told by their own form, each with what stands in its place. Every pattern is linear: what repeats
 * without a limit ends in one way only (tests/unit/shared/domain/hide-secrets.test.ts counts the steps).
 */
export const SECRET_FORMS: readonly (readonly [RegExp, string])[] = [
  // A key may be cut off by a limit on length: what is left of it goes too.
  [
    /-{4,5} ?BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)? ?-{4,5}[\s\S]*?(?:-{4,5} ?END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)? ?-{4,5}|$)/g,
    HIDDEN,
  ],
  // Base64 of PEM that is neither a certificate nor a public key.
  [/\bLS0tLS1CRUdJTi(?!BDRVJU|BQVUJM)[\w+/]{16,}={0,2}/g, HIDDEN],
  // Addresses that let whoever has them post.
  [
    /https:\/\/(?:hooks\.slack(?:-gov)?\.com|discord(?:app)?\.com\/api\/webhooks|[\w-]{1,60}\.webhook\.office\.com)\/\S+/g,
    HIDDEN,
  ],
  // scheme://user:password@host, where a password may hold what it should not; not host:443/@scope.
  [
    /(:\/\/)[^\s/@:"'<>]{0,200}:(?!\d{1,5}(?:[/?#\s"']|$))(?:[^\s/"'<>]{1,200}@|[^\s@"'<>]{1,200}@)/g,
    `$1${HIDDEN}@`,
  ],
  [/(:\/\/)[^\s/@:"'<>[]{20,200}@/g, `$1${HIDDEN}@`],
  // Ids of access keys, and the secret that stands beside one in a table.
  [/\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\w*(?:["'\s,:;|]{1,5}[A-Za-z0-9/+]{40}(?![\w/+=-]))?/g, HIDDEN],
  // Session tokens of AWS.
  [/\b(?:IQoJb3JpZ2lu|[FQ]woGZXIvYXdz)[\w+/%-]{16,}={0,2}/g, HIDDEN],
  // A JSON Web Token, signed or encrypted, and other JSON in base64, such as a password of ECR.
  [/\beyJ[\w-]{6,}(?:\.[\w-]*){1,4}|\beyJ[\w+/-]{60,}={0,2}/g, HIDDEN],
  // Tokens by the beginnings that their makers have published.
  [/\bxox[a-z]-[\w-]{6,}|\bxapp-[\w-]{6,}/g, HIDDEN],
  [
    /\b(?:gh[a-z]_|github_pat_|dckr_[op]at_|do[opr]_v1_|[rs]k_(?:live|test)_|whsec_|shp(?:at|ca|pa|ss)_|sntry[su]_|lin_api_|rubygems_|sbp_|figd_|glsa_)\w{16,}/g,
    HIDDEN,
  ],
  [/\b(?:npm_|hf_|sk-|ntn_|nfp_)[A-Za-z0-9]{30,}\w*/g, HIDDEN],
  [
    /\b(?:gl(?:agent|cbt|dt|ft|imt|oas|pat|ptt|rt|soat)-|GR1348941|sk-(?:admin|ant|proj|svcacct)-|AIza|GOCSPX-|pypi-AgE|tskey-|pscale_(?:oauth|pw|tkn)_|ATATT3|ATCTT3|AGE-SECRET-KEY-1)[\w-]{16,}|\bpypi-[\w-]{40,}/g,
    HIDDEN,
  ],
  [/\b(?:ya29|hv[bsr]|dp\.(?:audit|ct|pt|sa|scim|st))\.[\w-]{16,}|\.atlasv1\.[\w-]{16,}/g, HIDDEN],
  [/\bSG\.[\w-]{10,}\.[\w-]{10,}/g, HIDDEN],
  [/\b(bearer )[\w.~+/-]{16,}=*/gi, `$1${HIDDEN}`],
];
