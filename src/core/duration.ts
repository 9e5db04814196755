const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Six digits a unit: `999999d` is the most, far inside the range of exact numbers. */
const written = /^(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/i

/**
 * Milliseconds of `45s`, `15m`, `2h`, `1h30m`, `7d`: whole numbers, large units first, each once. Undefined for anything
 * else; a number without a unit is refused too, since nobody can tell which unit was meant.
 */
export function parseDuration(text: string): number | undefined {
  const parts = written.exec(text.trim())
  if (parts === null || parts[0] === '') return undefined
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = parts
  return Number(days) * day + Number(hours) * hour + Number(minutes) * minute + Number(seconds) * second
}

const units = [
  { name: 'd', size: day },
  { name: 'h', size: hour },
  { name: 'min', size: minute },
  { name: 's', size: second },
] as const

/**
 * Milliseconds in at most two units, the rest cut off and not rounded: `45 s`, `2 min 10 s`, `1 h 5 min`, `3 d 4 h`; below
 * a second `350 ms`. What is no number reads `unknown`, because a message must not fail for it.
 */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'unknown'
  if (milliseconds < 0) {
    const positive = formatDuration(-milliseconds)
    return positive === '0 s' ? positive : `-${positive}`
  }
  const largest = units.findIndex((unit) => milliseconds >= unit.size)
  const unit = units[largest]
  if (unit === undefined) {
    const whole = Math.floor(milliseconds)
    return whole === 0 ? '0 s' : `${whole} ms`
  }
  const count = Math.floor(milliseconds / unit.size)
  const smaller = units[largest + 1]
  const rest = smaller === undefined ? 0 : Math.floor((milliseconds % unit.size) / smaller.size)
  return rest === 0 || smaller === undefined
    ? `${count} ${unit.name}`
    : `${count} ${unit.name} ${rest} ${smaller.name}`
}

/** `the last hour`, `the last 3 h`: one of a unit is not counted. */
export function formatLast(milliseconds: number): string {
  const alone = { '1 min': 'minute', '1 h': 'hour', '1 d': 'day' }[formatDuration(milliseconds)]
  return `the last ${alone ?? formatDuration(milliseconds)}`
}

/** `Last hour`, `Last 3 h`: the same at the head of a line. */
export function formatLastAlone(milliseconds: number): string {
  return `L${formatLast(milliseconds).slice('the l'.length)}`
}

/** ` after 5 min`, ` in 5 min`: how long something took; empty where it was over within a second, which tells nobody anything. */
export function formatTook(word: 'after' | 'in', milliseconds: number): string {
  return milliseconds < second ? '' : ` ${word} ${formatDuration(milliseconds)}`
}
