import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findRedisServer } from '../../src/redis/embedded.js'
import type { Proof, Size } from './proof.js'
import { proofs } from './proofs.js'
import { type Result, withResults } from './table.js'

const root = resolve(import.meta.dirname, '../..')
const page = join(root, 'docs/proofs.md')

/** `npm run prove [-- <proof> …] [-- --short]`: runs all or some, one after another; what a full run has measured goes into docs/proofs.md. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { short: { type: 'boolean', default: false } },
  })
  const chosen = positionals.length === 0 ? proofs : positionals.map(proofNamed)
  const size: Size = values.short ? 'short' : 'full'
  for (const proof of chosen) {
    const result = await runProof(proof, size)
    if (result === undefined) continue
    tell(result)
    if (size === 'short') continue
    // After each one: what breaks off later takes nothing of it away.
    const order = proofs.map(({ name }) => name)
    writeFileSync(page, withResults(readFileSync(page, 'utf8'), [result], order))
  }
}

function proofNamed(name: string): Proof {
  const proof = proofs.find((one) => one.name === name)
  if (proof !== undefined) return proof
  throw new Error(`No proof is called ${name}: ${proofs.map((one) => one.name).join(', ')}`)
}

async function runProof(proof: Proof, size: Size): Promise<Result | undefined> {
  const missing = proof.missing?.()
  if (missing !== undefined) {
    process.stderr.write(`${proof.name} IS NOT PROVEN HERE: ${missing}\n`)
    process.exitCode = 1
    return undefined
  }
  process.stderr.write(`${proof.name} …\n`)
  const notes: string[] = []
  const loadBefore = loadavg()[0] ?? 0
  const begun = Date.now()
  try {
    const figures = await proof.run(size, (text) => void notes.push(withoutPlace(text)))
    const minutes = (Date.now() - begun) / 60_000
    const load = Math.max(loadBefore, loadavg()[0] ?? 0)
    const machine = `Node ${process.versions.node}, ${redisVersion()}, ${cpus().length} cores at a load of ${load.toFixed(0)}, ${minutes.toFixed(1)} minutes`
    return {
      proof,
      figures: figures.map((one) => ({ ...one, measured: withoutPlace(one.measured) })),
      day: today(),
      machine,
      notes,
    }
  } catch (error) {
    // The others still have something to show.
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`${proof.name} BROKE OFF: ${what}\n${notes.join('\n')}\n`)
    process.exitCode = 1
    return undefined
  }
}

/** What was found is told without where on this machine. */
function withoutPlace(text: string): string {
  return text.replaceAll(`${root}/`, '').replaceAll(tmpdir(), '')
}

function tell({ proof, figures, machine, notes }: Result): void {
  const lines = figures.map(
    ({ what, measured, goal, met }) => `  ${met ? '✓' : '✗'} ${what}: ${measured} (goal: ${goal})`,
  )
  process.stdout.write(`${proof.name}: ${proof.claim}\n${lines.join('\n')}\n  ${machine}\n`)
  for (const note of notes) process.stdout.write(`  ${note}\n`)
  if (figures.some(({ met }) => !met)) process.exitCode = 1
}

function redisVersion(): string {
  const binary = findRedisServer(process.env['PATH'] ?? '')
  if (binary === undefined) return 'no redis-server'
  const told = execFileSync(binary, ['--version'], { encoding: 'utf8', timeout: 5_000 })
  return `Redis ${/v=([\d.]+)/.exec(told)?.[1] ?? 'of an unknown version'}`
}

function today(): string {
  return new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
