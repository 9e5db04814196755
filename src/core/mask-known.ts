import { masked } from './mask.js'

/**
 * Masks secrets that are known, letter by letter: as they are, as JSON and URLs escape them, in base64. For what a process itself was given,
 * which no rule about shapes has to recognise.
 * @param secrets empty ones are passed over
 */
export function createKnownMask(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))
  if (forms.size === 0) return (text) => text
  // The longest first, so that nothing of it stays behind a shorter one.
  const known = [...forms].sort((a, b) => b.length - a.length).map(literally)
  const pattern = new RegExp(known.join('|'), 'g')
  return (text) => text.replace(pattern, masked)
}

function formsOf(secret: string): readonly string[] {
  const inJson = JSON.stringify(secret).slice(1, -1)
  const encoded = safely(secret)
  const lower = encoded.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())
  const form = new URLSearchParams({ x: secret }).toString().slice(2)
  const base64 = Buffer.from(secret).toString('base64')
  return [
    secret,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    encoded,
    encodeURI(encoded),
    lower,
    form,
    base64,
    base64.replace(/=+$/, ''),
  ]
}

/** Half of a surrogate pair cannot be encoded. */
function safely(secret: string): string {
  try {
    return encodeURIComponent(secret)
  } catch {
    return secret
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
