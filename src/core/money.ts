/** Millionths of the currency's unit, whole numbers: sums of them are exact up to nine billion units. */
export type Micros = number

const unit = 1_000_000

/** @param amount as AWS writes it: `12.3456789012`, `4.35E-8`. Throws a RangeError for what is no number. */
export function microsOf(amount: string | number): Micros {
  const number = typeof amount === 'number' ? amount : Number(amount.trim() === '' ? Number.NaN : amount)
  if (!Number.isFinite(number)) throw new RangeError(`Not an amount of money: ${amount}`)
  return Math.round(number * unit)
}

/** Digits after the point that amounts of this size are shown with: whole units from 100 on. */
export function digitsFor(largest: Micros): 0 | 2 {
  return Math.abs(largest) >= 100 * unit ? 0 : 2
}

/** `318`, `1,234`, `4.20`; what is there but rounds to nothing reads `<1` or `<0.01`. Without the currency. */
export function formatAmount(amount: Micros, digits: 0 | 2 = digitsFor(amount)): string {
  const rounded = roundTo(amount, digits)
  if (rounded === 0 && amount > 0) return digits === 0 ? '<1' : '<0.01'
  const shown = Math.abs(rounded) / unit
  const text = shown.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return rounded < 0 ? `−${text}` : text
}

/** `318 USD` */
export function formatMoney(amount: Micros, currency: string, digits: 0 | 2 = digitsFor(amount)): string {
  return `${formatAmount(amount, digits)} ${currency}`
}

/** `+12`, `−3`, `0` */
export function formatDifference(amount: Micros, digits: 0 | 2 = digitsFor(amount)): string {
  const rounded = roundTo(amount, digits)
  return rounded > 0 ? `+${formatAmount(rounded, digits)}` : formatAmount(rounded, digits)
}

/** `+12 %`, `−3.5 %`, `0 %`: with the minus sign that amounts have. */
export function formatGrowth(percent: number): string {
  const sign = percent > 0 ? '+' : percent < 0 ? '−' : ''
  return `${sign}${Math.abs(percent)} %`
}

/** Half away from zero. */
export function roundTo(amount: Micros, digits: 0 | 2): Micros {
  const step = digits === 0 ? unit : unit / 100
  const steps = Math.round(Math.abs(amount) / step)
  return steps === 0 ? 0 : Math.sign(amount) * steps * step
}

export function sum(amounts: readonly Micros[]): Micros {
  return amounts.reduce((total, amount) => total + amount, 0)
}

/** Whole percent; undefined of nothing. */
export function percentOf(part: Micros, whole: Micros): number | undefined {
  return whole === 0 ? undefined : Math.round((part / Math.abs(whole)) * 100)
}
