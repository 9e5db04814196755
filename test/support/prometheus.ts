/** Lines of Prometheus's text format (https://prometheus.io/docs/instrumenting/exposition_formats/), as far as a test asks for them. */
export interface Scrape {
  /** 0 where there is none. */
  value(name: string, labels?: Readonly<Record<string, string>>): number
  /** Of all label values. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number
  /** Summed up by one label. */
  by(name: string, label: string): ReadonlyMap<string, number>
  readonly names: ReadonlySet<string>
  readonly text: string
}

interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** What a process tells at this moment. */
export async function scrape(botUrl: string): Promise<Scrape> {
  const answer = await fetch(`${botUrl}/metrics`)
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`)
  return readScrape(await answer.text())
}

export function readScrape(text: string): Scrape {
  const samples = text.split('\n').flatMap((line) => sampleIn(line) ?? [])
  const having = (name: string, labels: Readonly<Record<string, string>>) =>
    samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    )
  const sum = (some: readonly Sample[]) => some.reduce((total, { value }) => total + value, 0)
  return {
    text,
    names: new Set(samples.map(({ name }) => name)),
    value: (name, labels = {}) => having(name, labels)[0]?.value ?? 0,
    sum: (name, labels = {}) => sum(having(name, labels)),
    by(name, label) {
      const all = having(name, {})
      const values = new Set(all.map(({ labels }) => labels[label] ?? ''))
      return new Map([...values].map((value) => [value, sum(having(name, { [label]: value }))]))
    },
  }
}

function sampleIn(line: string): Sample | undefined {
  const read = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line)
  if (read === null) return undefined
  const [, name = '', inside = '', value] = read
  const labels = [...inside.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [
    key,
    text,
  ])
  return { name, labels: Object.fromEntries(labels) as Record<string, string>, value: Number(value) }
}
