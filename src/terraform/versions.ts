/**
 * Whether a version fits a constraint such as `>= 1.6, < 2.0`, as Terraform reads it: all parts hold, `~> 1.6` lets the last figure grow. Undefined where the
 * constraint cannot be read. What stands behind a dash (`-beta1`) is not compared.
 */
export function fits(version: string, constraint: string): boolean | undefined {
  const have = figuresOf(version)
  const parts = constraint
    .split(',')
    .map((part) => /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,2})\s*$/.exec(part))
  if (have === undefined) return undefined
  let all = true
  for (const part of parts) {
    if (part === null) return undefined
    const written = part[2] ?? ''
    const order = compare(have, figuresOf(written) ?? [])
    all &&= holds(part[1] ?? '=', order, have, written)
  }
  return all
}

function holds(operator: string, order: number, have: readonly number[], written: string): boolean {
  if (operator === '=') return order === 0
  if (operator === '!=') return order !== 0
  if (operator === '>=') return order >= 0
  if (operator === '<=') return order <= 0
  if (operator === '>') return order > 0
  if (operator === '<') return order < 0
  const figures = written.split('.').map(Number)
  const fixed = figures.slice(0, Math.max(1, figures.length - 1))
  return order >= 0 && fixed.every((figure, at) => have[at] === figure)
}

function figuresOf(version: string): readonly number[] | undefined {
  const found = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version.trim())
  return found === null ? undefined : found.slice(1, 4).map((figure) => Number(figure ?? 0))
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < 3; at += 1) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return 0
}
