import type { Strength } from './names.js'

/** Words that tell how it is with a secret, and the first words of a sentence about one. Nobody loses anything when they are read. */
const words = new Set(
  `null nil none undefined true false yes no on off nan empty blank unset set missing required optional invalid valid expired expires
  revoked rotated failed failure failing ok okay success succeeded successful passed denied refused rejected accepted granted found absent present
  unknown unavailable available enabled disabled active inactive pending changed unchanged updated created deleted removed added wrong correct incorrect
  mismatch mismatched malformed unauthorized forbidden error errors warning redacted filtered masked hidden removed secret sensitive protected omitted
  string str varchar text bytes object boolean bool int integer number any void optional bearer basic digest plain login negotiate ntlm
  oauth oauth2 saml ldap iam sso mtls tls ssl jwt password token key auto default
  must should shall cannot can could would will may is are was were be been has have had not the a an to for of in at by from with without too only
  it its this that these those reset please enter your you we`.split(/\s+/),
)

const placeholders = [
  /^[*•xX.…#_-]{2,}$/,
  /^<[^<>]{0,60}>$/,
  /^[[(]?(?:redacted|filtered|masked|hidden|not set|known after apply|sensitive(?: value)?)[\])]?$/i,
  // Variables of a shell, a template, GitHub Actions, printf.
  /^\$\{\{?[^{}]{0,80}\}?\}$/,
  /^\$\([^()]{0,80}\)$/,
  /^\$[A-Z_][A-Z0-9_]{2,}$/,
  /^\{\{[^{}]{0,80}\}\}$/,
  /^%(?:\([\w.]{1,40}\))?[sdrv]$/,
  /^\{[\w.]{0,40}\}$/,
]

/** Whether a value is none that could be taken: a state, a placeholder, an ARN, a number of tokens. */
export function isHarmless(value: string, name: string): boolean {
  if (/^[[({]?["'`]?["'`]?[\])}]?$/.test(value)) return true
  if (value.length > 300) return false
  if (words.has(value.replace(/[.!?:,]+$/, '').toLowerCase())) return true
  if (placeholders.some((placeholder) => placeholder.test(value))) return true
  // A name of a secret, not what is in it: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
  if (/^arn:aws[\w-]*:/.test(value)) return true
  if (/^\d{1,9}$/.test(value) && /(?:s|pass)$/i.test(name)) return true
  if (/^\d{1,3}$/.test(value) && /pin$/i.test(name)) return true
  return /key$/i.test(name) && isPathOfKey(value)
}

function isPathOfKey(value: string): boolean {
  return /^[~.\w-]{0,40}\/[\w./-]{1,200}\.(?:pem|key|pub|crt|json|ya?ml|txt|env|asc|gpg)$/.test(value)
}

/** Whether a value looks as if somebody rolled dice for it. */
export function looksRandom(value: string): boolean {
  if (value.length > 400) return !/\s/.test(value.slice(0, 400))
  if (/\s/.test(value) || value.length < 8) return false
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(value)).length
  return kinds === 3 || (value.length >= 16 && kinds >= 2 && /\d|[a-z][A-Z]+[a-z]/.test(value))
}

/** Whether the value counts as a secret under a name of this strength. */
export function isSecretValue(value: string, name: string, strength: Strength): boolean {
  if (isHarmless(value, name)) return false
  return strength === 'strong' || looksRandom(value)
}
