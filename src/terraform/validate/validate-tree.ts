import { join } from 'node:path'
import type { TerraformDiagnostic, TerraformDirectory, TerraformValidation } from '../../core/terraform.js'
import { askTool, whyEnded } from '../ask-tool.js'
import type { CopiedTree } from '../copied-tree.js'
import { ownFindings, stateOf } from '../own-findings.js'
import { readBackend } from '../read-backend.js'
import { type QuickFacts, quickFacts } from '../quick-facts.js'
import { type StaticChecked, staticCheck } from '../static-check.js'
import { validateDirectory, words } from '../validate-directory.js'

/** What one validation works with. */
export interface TreeRoom extends CopiedTree {
  /** Directories that are looked at at a time. */
  readonly atATime: number
  /** Of a directory that is an environment’s: what belongs to its backend. */
  readonly given: (
    directory: string,
  ) => { readonly files: readonly string[]; readonly workspace?: string } | undefined
}

/** A part of the answer, as soon as it is known. */
export type Part =
  | { readonly format: NonNullable<TerraformValidation['format']> }
  | { readonly directory: TerraformDirectory }

const mostDiagnostics = 20
const noTool = 'neither terraform nor tofu is on the PATH where ohmy runs'

/** Looks at directories of a copied tree, several at a time, and tells of each part once it is known. Ends early where its signal says so. */
export async function validateTree(
  asked: TreeRoom,
  directories: readonly string[],
  tell: (part: Part) => Promise<unknown>,
): Promise<void> {
  const room = { ...asked, isOneOfMany: asked.atATime > 1 }
  let checking: Promise<StaticChecked> | undefined
  /** It is a process of its own: begun where the tool does not say all. */
  const checked = () => (checking ??= staticCheck(room.tree, room.files, room.signal))
  const quick = room.tool === undefined ? undefined : await quickFacts(room.tree, room.files)
  const oneAtATime = createQueue()
  const parts = createQueue()
  let unreachable: string | undefined
  const told = (part: Part) => parts(async () => (room.signal.aborted ? undefined : tell(part)))
  const format = formatOf(room, checked).then((found) =>
    found === undefined ? undefined : told({ format: found }),
  )

  async function look(directory: string): Promise<void> {
    const { needsProviders, escapes } = quick?.get(directory) ?? factsIn(await checked(), directory)
    await told({ directory: { directory, result: 'running', diagnostics: [], more: 0 } })
    // OpenTofu's cache may be filled by several at a time, Terraform's may not (both tools' documents of the plugin cache).
    const alone = needsProviders && room.tool?.tool !== 'tofu' ? oneAtATime : now
    const says = await ask()
    if (says.kind === 'stopped') return
    if (says.kind === 'skip' && says.isUnreachable) unreachable ??= says.why
    const given = room.given(directory)
    const folder = join(room.tree, directory)
    const backend = await readBackend(folder, {
      ...(room.tool === undefined ? {} : { tool: room.tool.tool }),
      given: given?.files ?? [],
    })
    const more = ownFindings(directory, backend, { tool: room.tool, tree: room.files, needsProviders })
    const found =
      says.kind === 'asked' ? says.diagnostics : staticFindings(await checked(), directory, directories)
    const diagnostics = [...found, ...more].toSorted((one, other) => rank(one) - rank(other))
    const isInvalid = diagnostics.some(({ severity }) => severity === 'error')
    const state = stateOf(backend, given?.workspace)
    const otherwise = says.kind === 'asked' ? 'valid' : 'skip'
    await told({
      directory: {
        directory,
        result: isInvalid ? 'invalid' : otherwise,
        ...(says.kind === 'asked' ? {} : { skipped: says.why }),
        diagnostics: diagnostics.slice(0, mostDiagnostics),
        more: Math.max(0, diagnostics.length - mostDiagnostics),
        took: says.took,
        ...(state === undefined ? {} : { state }),
      },
    })

    async function ask(): ReturnType<typeof validateDirectory> {
      const skip = (why: string) => ({ kind: 'skip', why, took: 0, isUnreachable: false }) as const
      const { tool } = room
      if (tool === undefined) return skip(noTool)
      if (escapes)
        return skip(
          'a module leads out of the tree, or does not say plainly where, so the tool was not let near it',
        )
      // It is waited for once: the others would wait as long for the same answer.
      if (needsProviders && unreachable !== undefined) return skip(unreachable)
      return validateDirectory({ ...room, tool }, directory, (work) => alone(work))
    }
  }

  const waiting = [...directories]
  const hands = Array.from({ length: Math.min(room.atATime, waiting.length) }, async () => {
    for (let next = waiting.shift(); next !== undefined && !room.signal.aborted; next = waiting.shift())
      await look(next)
  })
  await Promise.all([format, ...hands])
}

async function formatOf(
  room: TreeRoom,
  checked: () => Promise<StaticChecked>,
): Promise<TerraformValidation['format'] | undefined> {
  const { tool } = room
  if (tool !== undefined) {
    const run = await askTool({ ...room, tool }, '.', [
      'fmt',
      '-check',
      '-recursive',
      '-no-color',
      '-write=false',
    ])
    if (run.ended === 'stopped') return undefined
    const files = run.stdout.split('\n').filter((line) => /\.(?:tf|tofu|tfvars|hcl)$/.test(line.trim()))
    // 2: some file is not HCL, which validate tells, with its line; 3: some are written otherwise.
    if (run.code === 0 || run.code === 3 || files.length > 0) return { files: files.slice(0, 200) }
    const why = whyEnded(run, room.limits)
    if (why !== undefined) return { files: [], undecided: `fmt: ${why}` }
    return { files: [], undecided: `fmt could not read every file: ${words(run.stderr, 200)}` }
  }
  const found = await checked()
  if (found.kind === 'failed') return { files: [], undecided: found.why }
  return { files: [...found.badlyFormatted], undecided: 'only what can be told without the tool' }
}

function factsIn(checked: StaticChecked, directory: string): QuickFacts {
  const own = checked.kind === 'checked' ? checked.directories.get(directory) : undefined
  return {
    needsProviders: own?.needsProviders ?? true,
    // Where nobody could look, nobody knows.
    escapes: own?.escapes ?? true,
  }
}

/** Of what a directory calls, too, as the tool would; what is looked at by itself tells its own. */
function staticFindings(
  checked: StaticChecked,
  directory: string,
  asked: readonly string[],
): readonly TerraformDiagnostic[] {
  if (checked.kind === 'failed') return [{ severity: 'warning', summary: checked.why }]
  const called = (checked.directories.get(directory)?.calls ?? []).filter((one) => !asked.includes(one))
  const found = [directory, ...called].flatMap((one) => checked.directories.get(one)?.found ?? [])
  return found.map(({ says, file, line }) => ({ severity: 'error', summary: words(says, 300), file, line }))
}

function rank({ severity }: TerraformDiagnostic): number {
  return severity === 'error' ? 0 : 1
}

/** One after the other, in the order they came. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
}

function now<T>(work: () => Promise<T>): Promise<T> {
  return work()
}
