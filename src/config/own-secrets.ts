import { namesSecret } from '../core/mask.js'

/** Shorter ones are words that stand everywhere; nobody is served by a log without them. */
const shortest = { variable: 8, password: 5 } as const

/**
 * What a process was given and must never tell: every variable whose name says so (tokens of Slack, hook secrets, keys of AWS), and the
 * passwords in addresses such as REDIS_URL, as they are written there and as they are meant.
 */
export function ownSecrets(env: NodeJS.ProcessEnv): readonly string[] {
  const found = Object.entries(env).flatMap(([name, value = '']) => {
    const text = value.trim()
    const passwords = passwordsIn(text).filter((password) => password.length >= shortest.password)
    if (!namesSecret(name)) return passwords
    const several = text.split(',').map((part) => part.trim())
    return [text, ...several, ...passwords].filter((secret) => secret.length >= shortest.variable)
  })
  return [...new Set(found)]
}

function passwordsIn(text: string): readonly string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return []
  const { password } = new URL(text)
  if (password === '') return []
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}
