import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { known, none, type Figure, type Proof } from './proof.js'

const project = resolve(import.meta.dirname, '../..')
const Versions = z.record(z.string(), z.string())
const Package = z.object({ dependencies: Versions, devDependencies: Versions })
const Locked = z.looseObject({ version: z.string().optional(), dev: z.boolean().optional() })
const Lock = z.object({ packages: z.record(z.string(), Locked) })
const Manifest = z.looseObject({ license: z.unknown().optional(), licenses: z.unknown().optional() })

/** Licences that let whoever runs ohmy do so, and ask for no more than to be named. */
const permissive =
  /^(?:MIT(?:-0)?|Apache-2\.0|ISC|0BSD|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Python-2\.0)$/
/** What is only in development, and why that is no trouble. */
const besides: Readonly<Record<string, string>> = {
  'CC-BY-4.0': 'pictures and tables of the sandbox’s page',
  'MPL-2.0': 'a tool or a picture library of the tests, used unchanged',
  'SEE LICENSE IN README.md AND LICENSE':
    'the DejaVu fonts of the pictures in tests: Bitstream Vera’s licence, which lets anybody use them',
}

interface Installed {
  readonly name: string
  readonly isDev: boolean
  readonly licence: string
}

/** What ohmy stands on: each package with its reason, its licence, its size, and what is known against it. */
export const dependencies: Proof = {
  name: 'dependencies',
  claim:
    'What ohmy depends on is an exact list with a reason each (docs/dependencies.md), freely licensed, and without a known vulnerability',
  inTests: true,
  async run(size, note) {
    const installed = installedPackages()
    const production = installed.filter(({ isDev }) => !isDev)
    const figures: Figure[] = [
      none('packages of package.json without a reason, or at another version', unexplained()),
      known('packages that come with them', `${production.length} in production, ${installed.length} in all`),
      none(
        'in production under a licence that is not permissive',
        production.filter(({ licence }) => !isFree(licence)).map(named),
      ),
      none(
        'elsewhere under one that was not looked at',
        installed.filter(({ licence }) => !isFree(licence) && !(licence in besides)).map(named),
      ),
    ]
    note(`licences: ${tally(production)} in production; ${tally(installed)} in all`)
    if (size === 'short') return figures
    const built = sizeOf(join(project, 'dist'))
    return [
      ...figures,
      known('size of what `npm run build` makes', built === 0 ? 'not built here' : `${megabytes(built)} MB`),
      known('size of an installation', `${megabytes(sizeOf(join(project, 'node_modules')))} MB`),
      await knownVulnerabilities(note),
    ]
  },
}

function named({ name, licence }: Installed): string {
  return `${name}: ${licence}`
}

/** As the lock file has them; what is for another platform is not there to be looked at. */
function installedPackages(): readonly Installed[] {
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')))
  return Object.entries(packages).flatMap(([path, { dev = false }]) => {
    const manifest = join(project, path, 'package.json')
    if (path === '' || !existsSync(manifest)) return []
    const { license, licenses } = Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8')))
    return [
      { name: path.replace(/^.*node_modules\//, ''), isDev: dev, licence: licenceOf(license ?? licenses) },
    ]
  })
}

/** A name, or as it was written before 2015: an object or a list of them. */
function licenceOf(written: unknown): string {
  if (typeof written === 'string') return written
  if (Array.isArray(written)) return written.map(licenceOf).join(' OR ')
  const { type } = z.object({ type: z.string() }).catch({ type: 'none told' }).parse(written)
  return type
}

function isFree(licence: string): boolean {
  const words = licence.replace(/[()]/g, '')
  if (words.includes(' AND ')) return words.split(' AND ').every((one) => permissive.test(one.trim()))
  return words.split(' OR ').some((one) => permissive.test(one.trim()))
}

function unexplained(): readonly string[] {
  const page = readFileSync(join(project, 'docs/dependencies.md'), 'utf8')
  const written = Package.parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')))
  const all = Object.entries({ ...written.dependencies, ...written.devDependencies })
  return all
    .filter(
      ([name, version]) =>
        !new RegExp(`^\\| \`${name}\` \\| ${version} \\| .+ \\| .{10,} \\|$`, 'm').test(page),
    )
    .map(([name, version]) => `${name} ${version}`)
}

function tally(packages: readonly Installed[]): string {
  const counts = new Map<string, number>()
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1)
  const sorted = [...counts].toSorted(([, left], [, right]) => right - left)
  return sorted.map(([licence, times]) => `${licence} ${times}`).join(', ')
}

const Audit = z.looseObject({
  metadata: z.looseObject({ vulnerabilities: z.record(z.string(), z.number()) }).optional(),
  vulnerabilities: z.record(z.string(), z.looseObject({ severity: z.string() })).optional(),
  message: z.string().optional(),
})

async function knownVulnerabilities(note: (text: string) => void): Promise<Figure> {
  const what = 'known vulnerabilities (`npm audit`)'
  const told = await new Promise<string>((resolve) => {
    // It leaves with 1 where it has found some.
    execFile('npm', ['audit', '--json'], { cwd: project, timeout: 60_000 }, (_, stdout) => resolve(stdout))
  })
  const audit = Audit.safeParse(parsed(told)).data
  if (audit?.metadata === undefined) {
    const status = /^(\d{3}[^-]*?)(?: - |$)/.exec(audit?.message ?? '')?.[1] ?? 'no answer'
    note(
      `the audit service of this machine’s registry did not answer (${status}): known vulnerabilities are not proven`,
    )
    return {
      what,
      measured: 'the audit service did not answer',
      goal: '0',
      met: false,
      hangsOnTheMachine: true,
    }
  }
  return none(
    what,
    Object.entries(audit.vulnerabilities ?? {}).map(([name, { severity }]) => `${name}: ${severity}`),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Bytes of the files below a folder; 0 where there is none. */
function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0)
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
