import { posix } from 'node:path'
import { z } from 'zod'
import { maskSecrets } from '../core/mask.js'
import type { TerraformDiagnostic } from '../core/terraform.js'
import { askTool, type ToolRoom, whyEnded } from './ask-tool.js'
import type { ToolRun } from './run-tool.js'

/** What the tool says of one directory. `skip`: it could not be asked, with the reason. */
export type ToolSays =
  | { readonly kind: 'asked'; readonly diagnostics: readonly TerraformDiagnostic[]; readonly took: number }
  | { readonly kind: 'skip'; readonly why: string; readonly isUnreachable: boolean; readonly took: number }
  | { readonly kind: 'stopped' }

const Diagnostic = z.object({
  severity: z.string(),
  summary: z.string(),
  detail: z.string().default(''),
  // Some are about no place: that a provider is missing.
  range: z.object({ filename: z.string(), start: z.object({ line: z.number() }) }).optional(),
})
const Validated = z.object({ diagnostics: z.array(Diagnostic).default([]) })

/** `init -backend=false`, then `validate`: no state is read, no credentials are there. @param alone runs one `init` at a time */
export async function validateDirectory(
  room: ToolRoom,
  directory: string,
  alone: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<ToolSays> {
  const init = await alone(() =>
    askTool(room, directory, ['init', '-backend=false', '-input=false', '-no-color']),
  )
  if (init.ended === 'stopped') return { kind: 'stopped' }
  const endedBy = whyEnded(init, room.limits)
  if (endedBy !== undefined) return skip(`init: ${endedBy}`, init.took, true)
  const unreachable = init.code === 0 ? undefined : unreachableIn(`${init.stdout}\n${init.stderr}`)
  if (unreachable !== undefined) return skip(unreachable, init.took, true)
  const run = await askTool(room, directory, ['validate', '-json', '-no-color'])
  const took = init.took + run.took
  if (run.ended === 'stopped') return { kind: 'stopped' }
  const endedToo = whyEnded(run, room.limits)
  if (endedToo !== undefined) return skip(`validate: ${endedToo}`, took, false)
  const validated = readJson(run)
  if (validated === undefined)
    return skip(`validate gave no answer that can be read: ${firstWords(run)}`, took, false)
  const diagnostics = validated.map((one) => diagnosticOf(one, directory))
  if (init.code !== 0 && diagnostics.every(({ severity }) => severity !== 'error'))
    return {
      kind: 'asked',
      diagnostics: [...diagnostics, { severity: 'error', summary: `init failed: ${firstWords(init)}` }],
      took,
    }
  return { kind: 'asked', diagnostics, took }
}

function skip(why: string, took: number, isUnreachable: boolean): ToolSays {
  return { kind: 'skip', why, took, isUnreachable }
}

/** Why providers or modules could not be fetched, where that is the registry's or the network's doing; undefined where the code is at fault. */
export function unreachableIn(text: string): string | undefined {
  const words = text.replace(/\s+/g, ' ')
  const failed =
    /(?:Failed to query available provider packages|Failed to install provider|Error accessing remote module registry|Failed to download module|Could not download module|Error while installing)/.test(
      words,
    )
  if (!failed || /no available releases match/.test(words)) return undefined
  const what = /provider (?:for )?([\w./-]+\/[\w./-]+)/.exec(words)?.[1]
  const why =
    /(no such host|connection refused|timeout|timed out|network is unreachable|TLS handshake|certificate|proxyconnect|40[134]|5\d\d)/i.exec(
      words,
    )?.[1]
  return `${what === undefined ? 'a provider or module' : `the provider ${what}`} could not be fetched${why === undefined ? '' : ` (${why})`}`
}

function readJson({ stdout }: ToolRun): readonly z.infer<typeof Diagnostic>[] | undefined {
  try {
    return Validated.parse(JSON.parse(stdout)).diagnostics
  } catch {
    return undefined
  }
}

function diagnosticOf(
  { severity, summary, detail, range }: z.infer<typeof Diagnostic>,
  directory: string,
): TerraformDiagnostic {
  const file = range === undefined ? undefined : posix.join(directory, range.filename)
  const isInTree = file !== undefined && !file.startsWith('..') && !posix.isAbsolute(file)
  return {
    severity: severity === 'warning' ? 'warning' : 'error',
    summary: words(summary, 200),
    ...(detail === '' ? {} : { detail: words(detail, 400) }),
    ...(isInTree && range !== undefined ? { file, line: range.start.line } : {}),
  }
}

/** Masked before it is cut: half a secret is not known for one. */
export function words(text: string, most: number): string {
  const plain = maskSecrets(text).replace(/\s+/g, ' ').trim()
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain
}

/** What it said first, masked and cut. */
export function firstWords({ stdout, stderr }: ToolRun): string {
  const text = stderr.trim() === '' ? stdout : stderr
  return words(text.replace(/[╷│╵]/g, ' '), 300) || 'it said nothing'
}
