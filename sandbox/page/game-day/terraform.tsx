import { type ReactNode, useState } from 'react'
import { Choice } from './choice.js'

const trees = { 'The team’s, with AWS': 'aws', 'Of built-in resources': 'builtin' } as const
type Tree = keyof typeof trees

const breaks = {
  'A variable that is not declared': 'variable',
  'An argument that is not given': 'argument',
  'A variable that nobody sets': 'unset',
  'A mistake in the syntax': 'syntax',
  'A file that is not formatted': 'format',
  'A lock that is misspelt': 'lock',
} as const
type Break = keyof typeof breaks

const lines = ['/ohmy terraform validate', '/ohmy preflight staging --for backend:sprint-14-0c9b7aa']

/** Breaks the Terraform tree that the sandbox's bot looks at, or writes it anew. */
export function BrokenTerraform({ onSay }: { readonly onSay: (line: string) => void }): ReactNode {
  const [tree, setTree] = useState<Tree>('The team’s, with AWS')
  const [broken, setBroken] = useState<Break>('A variable that is not declared')
  const [said, setSaid] = useState('')

  const write = async (wanted: object, done: string): Promise<void> => {
    try {
      const response = await fetch('/sandbox/terraform', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(wanted),
        signal: AbortSignal.timeout(10_000),
      })
      const answer = (await response.json()) as { readonly error?: string }
      setSaid(answer.error ?? done)
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <section className="somebodys-work" aria-label="The Terraform code">
      <h3>The Terraform code</h3>
      <Choice label="Tree" values={Object.keys(trees) as Tree[]} value={tree} onChoose={setTree} />
      <Choice label="With" values={Object.keys(breaks) as Break[]} value={broken} onChoose={setBroken} />
      <p>
        <button
          type="button"
          className="button danger"
          onClick={() => void write({ tree: trees[tree], break: breaks[broken] }, 'It is broken.')}
        >
          Break it
        </button>{' '}
        <button
          type="button"
          className="button"
          onClick={() => void write({ tree: trees[tree] }, 'It is as it was.')}
        >
          Mend it
        </button>
      </p>
      <p>
        {lines.map((line) => (
          <button key={line} type="button" className="button" onClick={() => onSay(line)}>
            <code>{line}</code>
          </button>
        ))}
      </p>
      <p role="status">{said}</p>
    </section>
  )
}
