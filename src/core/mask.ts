/** What stands where a secret stood. */
export const masked = '•••'

interface Pattern {
  readonly found: RegExp
  readonly replaced: string
}

/** Words that name secrets, alone or as the end of a longer name: `password`, `DB_PASSWORD`, `client-secret`, `x-api-key`, `accessToken`. */
const names =
  '[\\w.-]{0,40}?(?:password|passwd|passphrase|pwd|secret|token|credentials?|api[_-]?key|apikey|access[_-]?key|secret[_-]?key|private[_-]?key|signing[_-]?key|session[_-]?key|auth)(?:[_-]?(?:id|key|value))?'

/**
 * Order matters: what is recognised by its own shape goes first, so that a name before it stays readable. Where a part could begin anew at every
 * character its length is bounded, so that no text takes time in the square of its length.
 * Shapes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids,
 * https://docs.slack.dev/authentication/tokens, https://datatracker.ietf.org/doc/html/rfc7519#section-3,
 * https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
 */
const patterns: readonly Pattern[] = [
  {
    found: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    replaced: masked,
  },
  { found: /\bhttps:\/\/hooks\.slack\.com\/[^\s"'<>]+/g, replaced: `https://hooks.slack.com/${masked}` },
  // The password ends at the last @ before the host, so that one with an @ in it does not stay behind.
  { found: /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"']*):[^\s/"']+@/gi, replaced: `$1:${masked}@` },
  // A password with slashes is not allowed in a URL, and typed all the same.
  {
    found: /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"']*):(?!\d{1,5}\/)[^\s"'@]{1,4000}@/gi,
    replaced: `$1:${masked}@`,
  },
  { found: /\beyJ[\w-]{5,4000}\.[\w-]{5,}(?:\.[\w-]*)?/g, replaced: masked },
  { found: /\b(?:xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-[\w.%-]+/gi, replaced: masked },
  { found: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}/g, replaced: masked },
  { found: /\b(?:gh[pousr]_|github_pat_|glpat-|sk-|sk_live_|rk_live_|npm_)[\w-]{10,}/g, replaced: masked },
  { found: /\b(bearer|basic)(\s+|%20)(?=[\w.~+/=-]*[\d=])[\w.~+/=-]{6,}/gi, replaced: `$1 ${masked}` },
  {
    found: new RegExp(`(["']?\\b${names}\\b["']?\\s*(?:=>|[=:])\\s*)"(?:[^"\\\\]|\\\\.)*(?:"|$)`, 'gi'),
    replaced: `$1${masked}`,
  },
  {
    found: new RegExp(`(["']?\\b${names}\\b["']?\\s*(?:=>|[=:])\\s*)'(?:[^'\\\\]|\\\\.)*(?:'|$)`, 'gi'),
    replaced: `$1${masked}`,
  },
  {
    found: new RegExp(`(["']?\\b${names}\\b["']?\\s*(?:=>|[=:])\\s*)(?!["'])[^\\s,;&}]+`, 'gi'),
    replaced: `$1${masked}`,
  },
  {
    found: new RegExp(`(--${names}\\s+)(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|(?!-)\\S+)`, 'gi'),
    replaced: `$1${masked}`,
  },
  // An AWS secret access key: 40 characters of base64 with figures and both cases, and not a hexadecimal commit or digest.
  {
    found:
      /(?<![\w/+=-])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=-])/g,
    replaced: masked,
  },
]

/**
 * Text without what looks like a secret: keys of AWS, tokens of Slack and GitHub, bearer tokens, JWTs, private keys, passwords in URLs, and whatever stands
 * behind a name such as `password=`. Rather masks too much: it is for records that outlive the secret. Pure; never throws.
 */
export function maskSecrets(text: string): string {
  return patterns.reduce((rest, { found, replaced }) => rest.replace(found, replaced), text)
}
