import { copyFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { TerraformPlan } from '../../core/terraform-plan.js'
import { askTool, type ToolAsked, type ToolRoom, whyEnded } from '../ask-tool.js'
import type { Backend } from '../backend.js'
import type { ToolRun } from '../run-tool.js'
import { firstWords, unreachableIn } from '../validate-directory.js'
import { type ReadPlan, readPlan } from './read-plan.js'

/** What a plan is made of, besides the copied tree. */
export interface PlanOf {
  /** Of the root module, in the tree. */
  readonly directory: string
  /** The same folder, as it is where ohmy runs. */
  readonly source: string
  readonly backend: Backend
  /** Files of `-backend-config`. */
  readonly backendConfig: readonly string[]
  readonly workspace: string
  /** Variables of ohmy's own process that the configuration names. */
  readonly given: Readonly<Record<string, string>>
}

export type PlanSays =
  | { readonly kind: 'planned'; readonly read: ReadPlan }
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'stopped' }

/** Why something came to nothing, in words for people. */
class NoPlan extends Error {}
class Stopped extends Error {}

/**
 * `init` with the backend, `plan` without taking the lock, `show` of the plan's file, all in the copied tree: the state is read, and nothing is written where it is
 * kept. A state in a file is copied first.
 */
export async function planEnvironment(
  room: ToolRoom,
  of: PlanOf,
  tell: (phase: TerraformPlan['phase']) => Promise<unknown>,
): Promise<PlanSays> {
  const file = join(room.room, 'plan')
  const ask = async (args: ToolAsked, more: Readonly<Record<string, string>> = {}) => {
    const [word] = args
    const run = await askTool(room, of.directory, args, { ...of.given, ...more })
    if (run.ended === 'stopped') throw new Stopped()
    const why = whyEnded(run, room.limits)
    if (why !== undefined) throw new NoPlan(`${word}: ${why}`)
    if (run.code !== 0) throw new NoPlan(`${word} failed: ${whyFailed(run, of.given)}`)
    return run
  }
  try {
    const { backend } = of
    if (isRemote(backend)) throw new NoPlan('its runs are made by HCP Terraform: ask for a plan there')
    const own = of.backendConfig.map((path) => `-backend-config=${resolve(path)}`)
    await tell('init')
    await ask(['init', '-input=false', '-no-color', '-lock=false', ...own])
    const where = backend.kind === 'local' ? await localState(room, of, backend) : await inWorkspace(of, ask)
    await tell('plan')
    await ask(['plan', '-input=false', '-no-color', '-lock=false', `-out=${file}`, ...where.args], where.more)
    await tell('show')
    const { stdout } = await ask(['show', '-json', '-no-color', file], where.more)
    const read = readPlan(stdout)
    if (read === undefined) throw new NoPlan('show gave no plan that can be read')
    return { kind: 'planned', read }
  } catch (error) {
    if (error instanceof Stopped) return { kind: 'stopped' }
    if (error instanceof NoPlan) return { kind: 'none', why: error.message }
    throw error
  }
}

interface Where {
  readonly args: readonly string[]
  readonly more: Readonly<Record<string, string>>
}

/** A plan in a workspace that is not there makes it: the backend of S3 writes an empty state for it. So it is looked for first. */
async function inWorkspace(
  { workspace }: PlanOf,
  ask: (args: ToolAsked) => Promise<ToolRun>,
): Promise<Where> {
  if (workspace === 'default') return { args: [], more: {} }
  const { stdout } = await ask(['workspace', 'list', '-no-color'])
  const names = stdout.split('\n').map((line) => line.replace(/^\*?\s+/, '').trim())
  if (!names.includes(workspace))
    throw new NoPlan(`there is no workspace ${workspace} where its state is, and a plan would make one`)
  return { args: [], more: { TF_WORKSPACE: workspace } }
}

async function localState(
  { room }: ToolRoom,
  { source, workspace }: PlanOf,
  { path = 'terraform.tfstate' }: Extract<Backend, { readonly kind: 'local' }>,
): Promise<Where> {
  const from = workspace === 'default' ? path : join('terraform.tfstate.d', workspace, 'terraform.tfstate')
  const copy = join(room, 'state')
  const isThere = await copyFile(resolve(source, from), copy).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw new NoPlan(`its state ${from} cannot be read (${error.code ?? 'unknown error'})`)
    },
  )
  return { args: isThere ? [`-state=${copy}`] : [], more: {} }
}

function isRemote(backend: Backend): boolean {
  return backend.kind === 'cloud' || (backend.kind === 'other' && backend.type === 'remote')
}

function whyFailed(run: ToolRun, given: Readonly<Record<string, string>>): string {
  const hidden = {
    ...run,
    stdout: withoutValues(run.stdout, given),
    stderr: withoutValues(run.stderr, given),
  }
  return unreachableIn(`${hidden.stdout}\n${hidden.stderr}`) ?? firstWords(hidden)
}

/** Where AWS is, and as whom, is no secret; whatever else is given may be one, whatever it looks like. */
const open = /^AWS_(?:(?:DEFAULT_)?REGION|PROFILE|ROLE_ARN|ENDPOINT_URL\w*|CONFIG_FILE|\w+_FILE)$/
const shortestSecret = 4

function withoutValues(text: string, given: Readonly<Record<string, string>>): string {
  return Object.entries(given)
    .filter(([name, value]) => !open.test(name) && value.length >= shortestSecret)
    .reduce((so, [, value]) => so.replaceAll(value, '•••'), text)
}
