import type { Wording } from '../core/dashboard.js'

export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`
}

export function namesOf(names: readonly string[]): Wording {
  return names.flatMap((name, index) =>
    index === 0 ? [{ name }] : [index === names.length - 1 ? ' and ' : ', ', { name }],
  )
}
