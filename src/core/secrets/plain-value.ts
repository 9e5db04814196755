import { maskSecrets } from '../mask.js'
import { strengthOf } from './names.js'

/** A number with its unit, a switch, a level: nobody takes these for a secret. */
const harmless =
  /^(?:-?\d{1,9}(?:\.\d{1,6})?(?:ms|s|m|h|d|kb|mb|gb|%)?|true|false|on|off|yes|no|enabled|disabled|trace|debug|info|notice|warn|warning|error|fatal|critical|)$/i

/** Names whose values people configure and read: what stands behind them is no secret, as long as it does not look like one. */
const toldNames =
  /(?:^|_)(?:ENV|ENVIRONMENT|STAGE|MODE|LEVEL|FORMAT|REGION|LOCALE|LANG|LANGUAGE|TZ|TIMEZONE|VERSION|RELEASE|REVISION|PORT|COUNT|SIZE|LIMIT|TIMEOUT|INTERVAL|TTL|WORKERS|THREADS|CONCURRENCY|REPLICAS|RETRIES|RATE|THRESHOLD|FEATURES?|FLAGS?|DRIVER|ENGINE|BACKEND)$/i

/** One word or a few joined by signs, such as `sprint-12-3f4021a`, `en-AU` or `Australia/Sydney`. */
const word = /^[A-Za-z0-9][A-Za-z0-9._+/,-]{0,39}$/

/**
 * The value of an environment variable, where it may be shown in a plan: it says what kind of thing it is (a number, a switch, a level), or stands under a name that tells
 * so. Undefined for everything else: that a value is no secret has to be seen, not guessed (docs/secrets.md).
 */
export function plainValue(name: string, value: string): string | undefined {
  if (strengthOf(name.slice(-100)) !== undefined) return undefined
  const shown = `${name}=${value}`
  if (maskSecrets(shown) !== shown) return undefined
  if (harmless.test(value)) return value === '' ? 'empty' : value
  return toldNames.test(name) && word.test(value) ? value : undefined
}
