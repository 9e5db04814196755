import { everyMatch } from './every-match.js'
import type { Span } from './span.js'

/** A kind of token that is recognised without its name. */
interface Shape {
  /** Letters it begins with, as an expression. */
  readonly begins: string
  /** One letter of the rest. */
  readonly letters: string
  /** How many of them there are at least; half of one that was cut off at the end is recognised from 4 on. */
  readonly least: number
}

/**
 * Tokens by the letters their makers put in front so that they are found in the wrong places. Publishable keys (`pk_live_…`) are none.
 * https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns,
 * https://docs.gitlab.com/security/tokens/#token-prefixes, https://docs.slack.dev/authentication/tokens,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids, https://docs.stripe.com/keys
 */
const shapes: readonly Shape[] = [
  { begins: '(?:AKIA|ASIA|ABIA|ACCA)', letters: '[A-Z0-9]', least: 12 },
  { begins: '(?:ABSK|bedrock-api-key-)', letters: '[\\w+/=-]', least: 20 },
  { begins: '(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|FQoDYXdz)', letters: '[\\w+/=%-]', least: 20 },
  { begins: '(?:xox[a-z](?:\\.xox[a-z])?|xapp|xwfp)-', letters: '[\\w.%-]', least: 4 },
  { begins: '(?:gh[pousr]_|github_pat_)', letters: '\\w', least: 10 },
  {
    begins: '(?:gl(?:pat|dt|rt|rtr|cbt|ptt|ft|soat|imt|agent|ffct|wt)-|gloas-|GR1348941)',
    letters: '[\\w.-]',
    least: 10,
  },
  { begins: '(?:[sr]k_(?:live|test|prod)_|whsec_|sk-)', letters: '[\\w-]', least: 10 },
  {
    begins: '(?:npm_|pypi-|rubygems_|dckr_(?:pat|oat)_|hf_|CLOJARS_|oy2[a-z0-9]{3})',
    letters: '[\\w-]',
    least: 16,
  },
  { begins: '(?:AIza|ya29\\.|GOCSPX-)', letters: '[\\w-]', least: 16 },
  { begins: '1//0', letters: '[\\w-]', least: 20 },
  { begins: '(?:SG\\.[\\w-]{10,40}\\.|xkeysib-|xsmtpsib-)', letters: '[\\w-]', least: 16 },
  { begins: 'key-', letters: '[0-9a-f]', least: 32 },
  { begins: 'SK(?=[0-9a-f]{32}(?![0-9a-f]))', letters: '[0-9a-f]', least: 32 },
  { begins: '(?:sq0(?:atp|csp|idp)-|shp(?:at|ss|ca|pa|tka)_|EAAA|EAAC)', letters: '[\\w-]', least: 20 },
  {
    begins: '(?:d[oporsv]{1,2}_v1_|dapi|NRAK-|NRII-|PMAK-|CCIPAT_|HRKU-|bkua_|rnd_)',
    letters: '[\\w-]',
    least: 20,
  },
  { begins: '(?:ATATT3|ATCTT3|ATBB|ATSTT3|AKCp|cmVmdGtu)', letters: '[\\w=-]', least: 16 },
  {
    begins: '(?:lin_(?:api|oauth)_|ntn_|secret_|figd_|figu_|phx_|sbp_|sbs_|nfp_|vcp_|tfp_|rdme_|pnu_|fio-u-)',
    letters: '[\\w-]',
    least: 20,
  },
  {
    begins:
      '(?:hv[sbr]\\.|dp\\.(?:pt|st|ct|sa|scim|audit)\\.|pul-|glsa_|glc_|sntry[su]_|dt0c01\\.|fm2_|FlyV1 )',
    letters: '[\\w.=-]',
    least: 16,
  },
  {
    begins:
      '(?:pscale_(?:tkn|pw|oauth)_|shippo_(?:live|test)_|duffel_(?:live|test)_|EZ[AT]K|LTAI|AKID|AQVN|essu_|tskey-[a-z]{2,10}-)',
    letters: '[\\w-]',
    least: 12,
  },
  // A PEM block in base64, as kubeconfig and CI variables hold it: `-----BEGIN `.
  { begins: 'LS0tLS1CRUdJTi', letters: '[\\w+/=-]', least: 10 },
  { begins: 'AGE-SECRET-KEY-1', letters: '[A-Z0-9]', least: 10 },
  { begins: 'amzn\\.mws\\.', letters: '[0-9a-f-]', least: 20 },
  { begins: '(?:amzn1\\.oa2-cs\\.v1\\.|Atza\\||Atzr\\|)', letters: '[\\w-]', least: 16 },
]

/** What each of these has in it is looked for first: most texts have none of it, and that is found out in a tenth of the time. */
interface Form {
  readonly has: string | RegExp
  readonly form: RegExp
}

const postsTo = /(?:slack|discord|discordapp|office)\.com\/|telegram\.org\/bot/i

/** Tokens whose whole form is known, or what stands behind a part that may be read. */
const forms: readonly Form[] = [
  // A JWT, whole or cut off, and other JSON in base64 that somebody made a token of.
  { has: 'eyJ', form: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*/g },
  { has: 'eyJ', form: /(?<![\w+/-])eyJ[\w+/-]{30,}={0,2}/g },
  { has: postsTo, form: /(?<=\bhooks\.slack\.com\/)[^\s"'<>`]+/gi },
  { has: postsTo, form: /(?<=\bdiscord(?:app)?\.com\/api\/webhooks\/)[^\s"'<>`]+/gi },
  { has: postsTo, form: /(?<=\.webhook\.office\.com\/)[^\s"'<>`]+/gi },
  { has: postsTo, form: /(?<=\bapi\.telegram\.org\/bot)[\w:-]+/gi },
  // Bots of Telegram and Discord, Mailchimp, Terraform Cloud.
  { has: ':AA', form: /(?<![\w-])\d{8,10}:AA[\w-]{30,40}(?![\w-])/g },
  { has: /[MNO]/, form: /(?<![\w.-])[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w.-])/g },
  { has: '-us', form: /(?<![0-9a-f])[0-9a-f]{32}-us\d{1,2}\b/g },
  { has: '.atlasv1.', form: /(?<![\w.])[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20,}/g },
  // Passwords as they are kept: crypt, bcrypt, argon2, Django, LDAP.
  {
    has: '$',
    form: /(?<![\w$])\$(?:[1256y]|2[abxy]|5|6|apr1|argon2(?:id?|d)|scrypt|pbkdf2[\w-]{0,12})\$[\w./$=,+-]{10,300}/g,
  },
  { has: 'pbkdf2_sha', form: /\bpbkdf2_sha\d{1,3}\$\d{1,10}\$[\w./$=+-]{10,300}/g },
  { has: '{', form: /\{S?SHA\d{0,3}\}[\w+/=]{20,200}/g },
  // A secret access key of AWS: 40 letters of base64 with figures and both cases, and no hexadecimal commit or path.
  {
    has: /[A-Za-z0-9/+]{40}/,
    form: /(?<![\w/+=.-])(?=[A-Za-z0-9/+]{0,39}[a-z])(?=[A-Za-z0-9/+]{0,39}[A-Z])(?=[A-Za-z0-9/+]{0,39}\d)(?!(?:[A-Za-z0-9+]*\/){5})[A-Za-z0-9/+]{40}(?![\w/+=-])/g,
  },
  // A key of Azure: 64 bytes in base64. What npm writes of a package (sha512-…) looks the same behind its dash.
  { has: '==', form: /(?<![\w/+=-])[A-Za-z0-9/+]{86}==(?![\w/+=])/g },
]

const begun = shapes.map(
  ({ begins, letters, least }) =>
    new RegExp(`(?<![A-Za-z0-9_])${begins}(?:${letters}{${least},}|${letters}{4,}(?=…|$))`, 'g'),
)

/** What any of them begins with. */
const anyBegin = new RegExp(`(?<![A-Za-z0-9_])(?:${shapes.map(({ begins }) => begins).join('|')})`)

/** What is a secret by its own form, wherever it stands. */
export function findShapes(text: string): readonly Span[] {
  const spans: Span[] = []
  const find = (pattern: RegExp) => {
    for (const { index, 0: found } of everyMatch(text, pattern))
      spans.push({ from: index, to: index + found.length })
  }
  if (anyBegin.test(text)) begun.forEach(find)
  for (const { has, form } of forms) {
    if (typeof has === 'string' ? text.includes(has) : has.test(text)) find(form)
  }
  return spans
}
