import { namesSecret } from '../core/mask.js'
import { headersIn } from './settings-schema.js'

/** Shorter ones are words that stand everywhere; nobody is served by a log without them. */
const shortest = { variable: 8, password: 5 } as const

/**
 * What a process was given and must never tell: every variable whose name says so (tokens of Slack, hook secrets, keys of AWS), and the
 * passwords in addresses such as REDIS_URL, as they are written there and as they are meant.
 */
export function ownSecrets(env: NodeJS.ProcessEnv): readonly string[] {
  const found = Object.entries(env).flatMap(([name, value = '']) => {
    const text = value.trim()
    // By its name it could be anything; it is how a collector knows who may send.
    if (name === 'OTEL_EXPORTER_OTLP_HEADERS') return headersOf(text)
    const passwords = passwordsIn(text).filter((password) => password.length >= shortest.password)
    if (!namesSecret(name)) return passwords
    const several = text.split(',').map((part) => part.trim())
    return [text, ...several, ...passwords].filter((secret) => secret.length >= shortest.variable)
  })
  return [...new Set(found)]
}

/** Values as they are written and as they are sent, with and without `Bearer`. */
function headersOf(text: string): readonly string[] {
  const written = text.split(',').map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
  const all = [...written, ...Object.values(headersIn(text))]
  return all
    .flatMap((value) => [value, value.replace(/^\w+(?: |%20)/, '')])
    .filter((secret) => secret.length >= shortest.variable)
}

function passwordsIn(text: string): readonly string[] {
  const [, ofSeveral = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^:@/?#]*:([^@/?#]*)@/i.exec(text) ?? []
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return []
  // Several hosts, as of a Redis Cluster, are no URL.
  const password = URL.canParse(text) ? new URL(text).password : ofSeveral
  if (password === '') return []
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}
