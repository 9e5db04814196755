/** Counts what was left out, so that one sentence can say it. */
export interface Cuts {
  /** So many things of this name (in the singular) are not shown. */
  leftOut(name: string, count: number): void
  /** A text lost so many characters. */
  shortened(characters: number): void
  /** Something is shown in another form. */
  changed(sentence: string): void
  /** One sentence each; empty when nothing was cut. */
  sentences(): string[]
}

export function countCuts(): Cuts {
  const missing = new Map<string, number>()
  const changes = new Set<string>()
  let characters = 0
  return {
    leftOut: (name, count) => {
      if (count > 0 && name !== '') missing.set(name, (missing.get(name) ?? 0) + count)
    },
    shortened: (count) => {
      characters += Math.max(0, count)
    },
    changed: (sentence) => changes.add(sentence),
    sentences: () => {
      const sentences = [...missing].map(
        ([name, count]) => `${count.toLocaleString('en-US')} more ${plural(name, count)} not shown`,
      )
      if (characters > 0) {
        sentences.push(
          `${characters.toLocaleString('en-US')} ${characters === 1 ? 'character is' : 'characters are'} not shown`,
        )
      }
      return [...sentences, ...changes]
    },
  }
}

function plural(name: string, count: number): string {
  if (count === 1) return `${name} is`
  return name.includes(' of ') ? `${name.replace(' of ', 's of ')} are` : `${name}s are`
}
