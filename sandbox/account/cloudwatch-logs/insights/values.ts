/** What a field or an expression may be. A Date is a moment and is written as one. */
export type Value = string | number | boolean | Date | undefined

/** The number a value is or reads as; undefined for what is none. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value
  if (value instanceof Date) return value.getTime()
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}

export function textOf(value: Value): string {
  if (value === undefined) return ''
  if (value instanceof Date) return value.toISOString().replace('T', ' ').slice(0, -1)
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toFixed(4)))
  return String(value)
}

export function isTrue(value: Value): boolean {
  return (
    value !== undefined &&
    value !== false &&
    value !== 0 &&
    value !== '' &&
    value !== '0' &&
    value !== 'false'
  )
}

/** Below 0, 0 or above 0: as numbers where both are numbers, as texts otherwise; what is missing comes first. */
export function compare(left: Value, right: Value): number {
  const leftNumber = numberOf(left)
  const rightNumber = numberOf(right)
  if (leftNumber !== undefined && rightNumber !== undefined) return leftNumber - rightNumber
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined)
  const leftText = textOf(left)
  const rightText = textOf(right)
  return leftText < rightText ? -1 : leftText > rightText ? 1 : 0
}
