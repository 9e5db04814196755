import { invisible } from '../printable.js'

/** How sure a name makes us: `strong`, whatever stands behind it is a secret; `weak`, only what looks like one. */
export type Strength = 'strong' | 'weak'

/** Words behind a name that change nothing: `DB_PASSWORD_PROD`, `SECRET_KEY_BASE`, `passwordConfirmation`, `token_2`. */
const neutral = new Set(
  'base hash hashed value b64 base64 encoded enc encrypted plain plaintext text string str raw old new current previous prev default temp tmp temporary prod production staging stage dev test live primary secondary main backup confirmation confirm again repeat verify'.split(
    ' ',
  ),
)

/** The last word of a name, or its end where words run together: `botToken`, `mysqlpassword`. */
const strongEnd =
  /(?:passwords?|passwds?|passphrases?|passcodes?|passwort|kennwort|contrase[nñ]a|senha|motdepasse|wachtwoord|has[lł]o|l[oö]senord|пароль|密[码碼]|パスワード|비밀번호|secrets?|tokens?|credentials?|cookies?|apikeys?|session_?id|sessid|(?<!by|com|sur|over|under|tres|en|im)pass|pwd|(?:api|app|access|account|admin|aes|auth|client|consumer|crypto?|decryption|deploy|encryption|fernet|function|hmac|host|integration|ingest|jwt|license|licence|management|master|pgp|gpg|private|root|routing|rsa|secret|service|session|shared|signing|ssh|storage|subscription|webhook|wrapping|write)keys?|accesskeyid)$/

/** Whole words only: `pin` is one and the end of `spin` is none. */
const strongWords = new Set(
  'pw pass psk creds cred authorization jwt bearer otp totp csrf xsrf pin cvv cvc mnemonic mdp clave pswd passw auth rediscliauth'.split(
    ' ',
  ),
)

/** Words that stand before `key`, apart or joined by a sign. */
const keyQualifiers = new Set(
  'api app access account admin aes auth authentication client consumer crypto crypt decryption decrypt deploy encryption encrypt fernet function hmac host integration ingest jwt license licence management master pgp gpg private root routing rsa secret service session shared signing sign ssh storage subscription webhook wrapping write base token'.split(
    ' ',
  ),
)
/** Words that stand before `code`. */
const codeQualifiers = new Set(
  'verification mfa otp security 2fa recovery backup login passcode authorization access sms'.split(' '),
)
/** Names of what is a secret only when it looks like one. */
const weakWords = new Set(
  'session sess sid sig signature salt nonce pepper hmac assertion samlresponse'.split(' '),
)

/** What is worth a closer look; most names are not. */
const worthLooking =
  /pass|pw|psk|pswd|pwort|secret|token|cred|key|auth|cookie|sess|sid|jwt|bearer|otp|csrf|xsrf|pin|cv[vc]|mnemonic|mdp|clave|sig|salt|nonce|pepper|hmac|assertion|saml|code|contrase|senha|wort|motdepasse|wacht|has[lł]o|senord|пароль|密|パス|비밀/i

/** Parts of a name in lower case: `dbPassword`, `DB_PASSWORD` and `db-password2` are `db`, `password`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map((word) => (/^\d+\p{L}/u.test(word) ? word : word.replace(/\d+$/, '')))
    .filter((word) => word !== '')
}

/**
 * What a name says about the value behind it, judged by its end: `DB_PASS`, `client-secret` and `x-api-key` name secrets, `token_count`,
 * `password_reset_at` and `secretArn` do not.
 * @param name the last characters of it, 100 at most
 * @param before the word before it, where words stand apart: `API key`
 */
export function strengthOf(name: string, before = ''): Strength | undefined {
  if (!worthLooking.test(name)) return undefined
  const words = wordsOf(name)
  while (words.length > 1 && neutral.has(words.at(-1) ?? '')) words.pop()
  if (words.length > 1 && words.at(-1) === 'id') {
    words.pop()
    if (!/^(?:keys?|secret|token|session|sess|password)$/.test(words.at(-1) ?? '')) return undefined
    if (words.at(-1) === 'session') return 'weak'
  }
  const last = words.at(-1) ?? ''
  const previous = words.at(-2) ?? wordsOf(before).at(-1) ?? ''
  if (/^keys?$/.test(last)) return keyQualifiers.has(previous) ? 'strong' : undefined
  if (last === 'code') return codeQualifiers.has(previous) ? 'strong' : undefined
  if (strongWords.has(last) || strongEnd.test(last)) return 'strong'
  return weakWords.has(last) ? 'weak' : undefined
}

/** Whether a value under this name would be masked, whatever it is; a name with letters that nobody sees is the name that is seen. */
export function namesSecret(name: string): boolean {
  return strengthOf(name.slice(-100).replace(invisible, '')) === 'strong'
}
