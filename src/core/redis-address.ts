/** Where the store is, as REDIS_URL says it. */
export type RedisAddress =
  /** `redis://`, `rediss://` or the path of a unix socket, as ioredis takes it. */
  | { readonly kind: 'single'; readonly url: string }
  | {
      readonly kind: 'cluster'
      /** Some of its nodes: the others are learned from them. */
      readonly nodes: readonly { readonly host: string; readonly port: number }[]
      readonly username?: string
      readonly password?: string
      readonly tls: boolean
    }

/**
 * Reads REDIS_URL. Several hosts, separated by commas, or `?cluster=true` mean a Redis Cluster: `redis://a:6379,b:6379`,
 * `rediss://user:password@clustercfg.example.com:6379?cluster=true`. Undefined where it is no address.
 */
export function readRedisAddress(text: string): RedisAddress | undefined {
  if (text.startsWith('/')) return { kind: 'single', url: text }
  const [, scheme = '', login = '', hosts = '', rest = ''] = written.exec(text) ?? []
  const urls = hosts.split(',').map((host) => parsed(`${scheme}://${login}${host}${rest}`))
  const [first] = urls
  if (first === undefined || urls.includes(undefined) || !isWhole(first)) return undefined
  const cluster = first.searchParams.get('cluster')
  if (cluster !== null && cluster !== 'true' && cluster !== 'false') return undefined
  if (urls.length === 1 && cluster !== 'true') {
    // ioredis would take it for one of its own options.
    first.searchParams.delete('cluster')
    return { kind: 'single', url: cluster === null ? text : first.href }
  }
  // A cluster has one database, and what else could be said in the query is ioredis's own affair.
  const others = [...first.searchParams.keys()].filter((name) => name !== 'cluster')
  if (!/^\/?0?$/.test(first.pathname) || others.length > 0 || cluster === 'false') return undefined
  const { username, password } = first
  return {
    kind: 'cluster',
    nodes: urls.flatMap((url) => (url === undefined ? [] : [nodeOf(url)])),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    tls: scheme === 'rediss',
  }
}

const written = /^(rediss?):\/\/((?:[^@/]*@)?)([^/?#]+)(\/?[^#]*)$/

function parsed(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined
  const read = new URL(url)
  return read.hostname === '' ? undefined : read
}

/** ioredis decodes a login and takes a path for the number of a database; what is neither comes of characters that a URL does not let stand in a password. */
function isWhole({ username, password, pathname }: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}`)
    return /^\/?\d*$/.test(pathname)
  } catch {
    return false
  }
}

function nodeOf({ hostname, port }: URL) {
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 6_379 : Number(port) }
}
