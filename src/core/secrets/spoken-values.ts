import { everyMatch } from './every-match.js'
import { isHarmless, isSecretValue } from './harmless-values.js'
import { namesSecret, strengthOf } from './names.js'
import { readValue } from './read-value.js'
import type { Span } from './span.js'

/** A way to give a secret without a sign between its name and its value. */
interface Saying {
  /** Ends where the value begins; `name` is the group that must name a secret. */
  readonly begins: RegExp
  /** Whether what stands there is a secret. */
  readonly counts: (value: string, name: string) => boolean
}

const any = (value: string) => !isHarmless(value, '')
/** Letters with figures or signs among them: no word of a sentence. */
const isNoWord = (value: string) =>
  value.length >= 6 &&
  /\p{L}/u.test(value) &&
  /[\d!@#$%^&*+=?~]/.test(value) &&
  !/^(?:v?\d[\d.]*\w{0,4}|sha-?\d+\S{0,10}|md5\S{0,8}|bcrypt\d*|version\S{0,6}|argon2\w*|base64|pbkdf2\S*|rfc-?\d+|oauth2?\S*|utf-?8|\d+(?:ms|s|m|h|d|mb|kb|gb)|[0-9a-f]{7,64}|[\w-]{0,40}[?!]|[0-9a-f]{8}-[0-9a-f-]{27})[.,;:]?$/i.test(
    value,
  )

const sayings: readonly Saying[] = [
  // --db-password …, -storepass …
  {
    begins:
      /(?<=^|[\s"'`(=,[])-{1,2}(?!(?:no|without|ask|skip|prompt|use)-)(?<name>[A-Za-z][\w.-]{0,60})(?:[ \t]{1,8}|["'`]\s{0,3},\s{0,3}(?=["'`]))(?!-)/g,
    counts: (value, name) => namesSecret(name) && any(value),
  },
  // ALTER ROLE app PASSWORD '…', IDENTIFIED BY '…', password "…"
  {
    begins:
      /\b(?:password|passphrase|identified[ \t]{1,4}(?:by|with[ \t]{1,4}\w{1,30}[ \t]{1,4}by)(?:[ \t]{1,4}password)?)[ \t]{1,4}(?=["'])/gi,
    counts: any,
  },
  { begins: /\bidentified[ \t]{1,4}by[ \t]{1,4}(?!["'])/gi, counts: any },
  // .netrc, redis.conf, ACL SETUSER
  { begins: /\blogin[ \t]{1,4}\S{1,80}[ \t]{1,4}password[ \t]{1,4}/gi, counts: any },
  { begins: /\b(?:requirepass|masterauth|primaryauth)["']?[ \t]{1,4}/gi, counts: any },
  { begins: /\bsetuser[ \t]{1,4}\S{1,80}[ \t](?:[^\s>]{1,40}[ \t]{1,4}){0,6}>/gi, counts: any },
  // What redis-cli MONITOR shows, and AUTH as it is typed: with a user, or the password alone.
  {
    begins: /["'](?:auth|requirepass|masterauth)["'][ \t]{1,4}(?:["'][^"'\s]{1,80}["'][ \t]{1,4})?(?=["'])/gi,
    counts: any,
  },
  { begins: /(?:^|[\s>="'`])AUTH[ \t]{1,4}(?:(?:PLAIN|LOGIN|default)[ \t]{1,4})?/g, counts: isNoWord },
  // The password is …, token was …, password hunter2
  {
    begins:
      /\b(?:pass(?:word|wd|phrase|code)|pwd|secret|token|api[ _-]?key|credentials?)[ \t]{1,4}(?:(?:is|was|are|to|set to|changed to|now|reads)[ \t]{1,4})(?=["'`])/gi,
    counts: any,
  },
  {
    begins:
      /\b(?:pass(?:word|wd|phrase|code)|pwd|secret|token|api[ _-]?key|credentials?)[ \t]{1,4}(?:is|was|are|to|set to|changed to|now|reads)[ \t]{1,4}/gi,
    counts: isNoWord,
  },
  { begins: /\b(?:password|passwd|passphrase|passcode|pwd|kennwort|passwort)[ \t]{1,4}/gi, counts: isNoWord },
  {
    begins: /\b(?:token|secret|api[ _-]?key|authorization)[ \t]{1,4}/gi,
    counts: (value) =>
      value.length >= 16 && isNoWord(value) && !/[/:@]/.test(value) && isSecretValue(value, '', 'weak'),
  },
  // <password>…</password>
  {
    begins: /<(?<name>[\w:.-]{1,80})(?:\s[^<>]{0,300})?>(?=[^<]{1,4000}<\/)(?:<!\[CDATA\[)?/g,
    counts: (value, name) => namesSecret(name) && any(value),
  },
  {
    begins: /<(?<name>[\w:.-]{1,80})(?:\s[^<>]{0,300})?><!\[CDATA\[/g,
    counts: (value, name) => namesSecret(name) && any(value),
  },
  // {"name": "DB_PASSWORD", "value": "…"}: a container's environment, a tag, a parameter.
  {
    begins:
      /\b(?:name|key|field|variable|parameter_?key|option_?name|header)["'`]?\s{0,4}[=:]\s{0,4}["'`]?(?<name>[\w.-]{1,100})["'`]?(?:[ \t,;]|\r?\n){1,20}["'`]?(?:value|parameter_?value|option_?value|val|content)["'`]?\s{0,4}[=:]\s{0,4}/gi,
    counts: (value, name) => {
      const strength = strengthOf(name)
      return strength !== undefined && isSecretValue(value, name, strength)
    },
  },
  // Parts of a signed address: &sig=…, ?key=…, &code=…
  {
    begins: /[?&;](?:sig|signature|key|code|sv|st|x-amz-signature|x-goog-signature|policy)=/gi,
    counts: (value) => isSecretValue(value, '', 'weak'),
  },
]

/** Secrets that are told rather than assigned: options, SQL, sentences, elements of XML, name and value in fields of their own. */
export function findSpoken(text: string): readonly Span[] {
  return sayings.flatMap((saying) => findSaying(text, saying))
}

function findSaying(text: string, { begins, counts }: Saying): readonly Span[] {
  const spans: Span[] = []
  // Nothing is read twice: else a text without blanks would take time in the square of its length.
  let read = 0
  for (const match of everyMatch(text, begins)) {
    if (match.index < read) continue
    const end = match.index + match[0].length
    const inElement = match[0].startsWith('<')
    const value = inElement ? element(text, end) : readValue(text, end, false)
    if (value === undefined) continue
    const isSecret = counts(value.text, match.groups?.['name'] ?? '')
    if (isSecret) spans.push(value)
    if (isSecret || !inElement) read = value.to
  }
  return spans
}

function element(text: string, from: number): (Span & { readonly text: string }) | undefined {
  const rest = text.slice(from, from + 4_000)
  const length = rest.search(/\]\]>|<\//)
  const to = length < 0 ? from + rest.length : from + length
  return to === from ? undefined : { from, to, text: text.slice(from, to) }
}
