import type { StoreFault } from '../core/store-fault.js'
import { examined, finding, type Finding } from './finding.js'

const group = 'Store'

/** The store, as far as the doctor asks it. Each rejects where it does not answer. */
export interface StoreSide {
  /** What INFO answers, https://redis.io/docs/latest/commands/info/ */
  info(): Promise<string>
  /** What is dangerous about its settings, in words that say what to set. */
  warnings(): Promise<readonly string[]>
  /** Its time (ms since the epoch). */
  time(): Promise<number>
  /** Resolves where it takes what a running ohmy writes every few seconds: a replica, or a store that is full, answers all the rest. */
  write(): Promise<void>
  /** What an error says about the store; undefined: nothing that is known. */
  faultOf(error: unknown): StoreFault | undefined
}

const oldest = [6, 2] as const
/** From here on answers feel slow: a command of ohmy's asks the store about ten times (ms). */
const slowFrom = 20
/** As store-clock.ts has it: a process that is a minute off takes no work (ms). */
const clockWarns = 30_000
const clockStops = 60_000

/** Whether it answers and takes what is written, how fast, its version and settings, and whether this machine's clock agrees with it. @param now this machine's time (ms) */
export function examineStore(store: StoreSide, now: () => number): Promise<readonly Finding[]> {
  const remedy =
    'Look whether Redis runs, and whether REDIS_URL has its host, port, password and, for TLS, rediss://.'
  const look = async () => {
    const info = await store.info()
    const [warnings, round] = [await store.warnings(), await roundTrip(store, now)]
    return [
      versionFinding(info),
      ...(await inWords(store, 'Writes', async () => {
        await store.write()
        return [finding(group, 'Writes', 'ok', 'it takes them')]
      })),
      warnings.length === 0
        ? finding(group, 'Settings', 'ok', 'append-only file on, nothing is evicted')
        : undefined,
      ...warnings.map((warning) => settingFinding(warning)),
      round.milliseconds > slowFrom
        ? finding(
            group,
            'Speed',
            'warn',
            `${round.milliseconds} ms a round trip`,
            'Run ohmy near its store: the same region, the same network.',
          )
        : finding(group, 'Speed', 'ok', `${round.milliseconds} ms a round trip`),
      clockFinding(round.ahead),
    ].filter((one) => one !== undefined)
  }
  return examined(group, 'Connection', () => inWords(store, 'Connection', look), remedy)
}

/** What the store refuses, and what to do about that; whatever else is thrown is thrown. */
async function inWords(
  store: StoreSide,
  what: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look()
  } catch (error) {
    const fault = store.faultOf(error)
    if (fault === undefined || fault.kind === 'away') throw error
    return [finding(group, what, 'ng', `it ${fault.is}`, fault.next)]
  }
}

/** The last sentence of a warning says what to set. */
function settingFinding(warning: string): Finding {
  const [, what = warning, remedy] = /^(.*[.:]) ((?:Set|Add) .*)$/.exec(warning) ?? []
  return finding(group, 'Settings', 'warn', what, remedy)
}

function versionFinding(info: string): Finding {
  const said = (name: string) => new RegExp(`^${name}:(.+?)\\r?$`, 'm').exec(info)?.[1]
  const valkey = said('valkey_version')
  const version = valkey ?? said('redis_version')
  if (version === undefined) return finding(group, 'Version', 'skip', 'it does not say')
  const name = valkey === undefined ? 'Redis' : 'Valkey'
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const tooOld = valkey === undefined && (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
  if (!tooOld) return finding(group, 'Version', 'ok', `${name} ${version}`)
  return finding(
    group,
    'Version',
    'ng',
    `${name} ${version}`,
    `Update it: ohmy needs Redis ${oldest.join('.')} or newer, or Valkey.`,
  )
}

/** The median of five, and how far this clock is ahead in the fastest of them. */
async function roundTrip(store: StoreSide, now: () => number) {
  const rounds: { readonly took: number; readonly ahead: number }[] = []
  for (let round = 0; round < 5; round++) {
    const sent = performance.now()
    const at = now()
    const time = await store.time()
    const took = performance.now() - sent
    rounds.push({ took, ahead: at + took / 2 - time })
  }
  const sorted = rounds.toSorted((one, other) => one.took - other.took)
  const [fastest] = sorted
  const median = sorted[Math.floor(sorted.length / 2)]
  return {
    milliseconds: Math.round((median?.took ?? 0) * 10) / 10,
    ahead: Math.round(fastest?.ahead ?? 0),
  }
}

function clockFinding(ahead: number): Finding {
  const what = 'Clock'
  const off = Math.abs(ahead)
  const words = `${(off / 1_000).toFixed(off < 10_000 ? 1 : 0)} s ${ahead > 0 ? 'ahead of' : 'behind'} the store’s`
  const remedy =
    'Set this machine’s clock by NTP (chrony, systemd-timesyncd); AWS refuses signatures that are five minutes off.'
  if (off > clockStops) return finding(group, what, 'ng', `${words}: ohmy takes no work`, remedy)
  if (off > clockWarns) return finding(group, what, 'warn', words, remedy)
  return finding(group, what, 'ok', off < 1_000 ? 'agrees with the store’s' : words)
}
