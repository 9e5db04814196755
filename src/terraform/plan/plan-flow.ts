import { mkdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { TerraformTree } from '../../config/config.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import type { PlannedDrift, TerraformPlan } from '../../core/terraform-plan.js'
import { UserError } from '../../core/user-error.js'
import { readingFlow, type ReadingFlow, type ReadingTurn } from '../../logs/reading.js'
import { copyTree } from '../copy-tree.js'
import { findTool, nameOf } from '../find-tool.js'
import { inRoom } from '../in-room.js'
import { stateOf } from '../own-findings.js'
import { readBackend } from '../read-backend.js'
import { noTree } from '../validate/begin.js'
import { planEnvironment } from './plan-environment.js'
import type { PlannedService, ReadPlan } from './read-plan.js'
import { PlanRecord } from './record.js'

export interface PlanOptions {
  /** Absent: no tree is configured. */
  readonly settings: TerraformTree | undefined
  readonly environments: readonly Environment[]
  readonly programs: {
    readonly path: string
    readonly network: Readonly<Record<string, string>>
    readonly passable: Readonly<Record<string, string>>
  }
  /** Folder for temporary files. */
  readonly temporary: string
  /** What ohmy did last to the count or the revision of a service; undefined: nothing that is remembered. */
  readonly lastChange: (service: ServiceRef, now: number) => Promise<PlannedDrift['last']>
}

/** A plan of many resources is long as JSON. */
const mostOutput = 64 * 1024 * 1024

/** Asks the tool what an apply would do, in a copy of the tree: docs/terraform.md. It is never done. */
export function planTerraform(options: PlanOptions): ReadingFlow<PlanRecord> {
  return readingFlow<PlanRecord>({
    kind: 'terraform.plan',
    record: PlanRecord,
    idPrefix: 'tf',

    async look(turn, ending) {
      const { record } = turn
      if (ending !== undefined) {
        const failure = 'It took longer than it may, so it was ended.'
        return {
          record: { ...record, status: ending.kind, ...(ending.kind === 'expired' ? { failure } : {}) },
        }
      }
      const { settings } = options
      if (settings === undefined) throw noTree()
      await inRoom(options.temporary, turn, (room, signal) =>
        planIn(room, { ...options, settings }, turn, signal),
      )
      const now = await turn.refresh()
      if (now.failure !== undefined) return { record: { ...now, status: 'failed' }, again: 0 }
      if (now.plan.phase !== 'planned') return { record: now, again: 0 }
      return { record: { ...now, status: 'done', result: now.plan }, again: 0 }
    },
  })
}

async function planIn(
  room: string,
  options: PlanOptions & { readonly settings: TerraformTree },
  turn: ReadingTurn<PlanRecord>,
  signal: AbortSignal,
): Promise<void> {
  const { settings, environments, programs, temporary } = options
  const environment = environments.find(({ name }) => name === turn.record.environment)
  const { terraform } = environment ?? {}
  // The configuration may have changed since it was asked for.
  if (environment === undefined || terraform?.plan !== true || terraform.folder === undefined)
    throw noFolder(turn.record.environment)
  const directory = relative(settings.folder, terraform.folder) || '.'
  if (directory.startsWith('..')) throw noFolder(environment.name)
  const tool = await findTool(programs.path, settings.tool)
  if (tool === undefined)
    throw new UserError(
      'terraform-tool-missing',
      'Neither terraform nor tofu is on the PATH where ohmy runs, so there is no plan.',
      'Add the one that your team uses to the image of the worker (docs/terraform.md).',
    )
  const tree = join(room, 'tree')
  await mkdir(tree)
  await copyTree(settings.folder, tree, { withValues: true })
  const found = await readBackend(join(tree, directory), {
    tool: tool.tool,
    given: terraform.backendConfig,
  })
  const state = stateOf(found, terraform.workspace)?.where
  const names = terraform.passes ?? []
  const unset = names.filter((name) => programs.passable[name] === undefined)
  await write(turn, { tool: nameOf(tool), ...(state === undefined ? {} : { state }) })
  const limits = {
    timeout: settings.timeout,
    memory: settings.memoryMegabytes * 1024 * 1024,
    output: mostOutput,
  }
  const pluginCache = resolve(settings.pluginCache ?? join(temporary, 'ohmy-terraform-plugins'))
  const says = await planEnvironment(
    { tool, room, tree, pluginCache, limits, signal, network: programs.network },
    {
      directory,
      source: terraform.folder,
      backend: found.backend,
      ...{ backendConfig: terraform.backendConfig, workspace: terraform.workspace },
      given: Object.fromEntries(
        names.flatMap((name) => {
          const value = programs.passable[name]
          return value === undefined ? [] : [[name, value] as const]
        }),
      ),
    },
    (phase) => write(turn, { phase }),
  )
  if (says.kind === 'stopped') return
  const missing = unset.length === 0 ? '' : `${unset.join(', ')}: not set where ohmy runs.`
  if (says.kind === 'none') {
    const failure = [`There is no plan: ${says.why}.`.replace(/\.\.$/, '.'), missing]
      .filter(Boolean)
      .join(' ')
    await turn.write((record) => ({ ...record, failure }))
    return
  }
  const { services, ...read } = says.read
  const drift = await driftOf(services, environment, options, turn.clock.now())
  const warnings = [...read.warnings, ...(missing === '' ? [] : [missing])]
  await write(turn, { ...read, drift, warnings, phase: 'planned' })
}

/** Of services that ohmy knows. */
async function driftOf(
  planned: ReadPlan['services'],
  environment: Environment,
  { lastChange }: PlanOptions,
  now: number,
): Promise<PlannedDrift[]> {
  const told = planned.map(async ({ address, service, what, from, to }: PlannedService) => {
    const known = environment.services.find((one) => one.service === service)
    const last = known === undefined ? undefined : await lastChange(known, now)
    const drift = { address, service: known?.name ?? service, what, from, to }
    return { ...drift, ...(last === undefined ? {} : { last }) }
  })
  return Promise.all(told)
}

function write(turn: ReadingTurn<PlanRecord>, change: Partial<TerraformPlan>): Promise<PlanRecord> {
  return turn.write((record) => ({ ...record, plan: { ...record.plan, ...change } }))
}

function noFolder(name: string): UserError {
  return new UserError(
    'terraform-plan-folder',
    `Nobody knows which root module is ${name}’s, so there is no plan.`,
    `Set environments.${name}.terraform.folder to a folder in terraform.folder, and terraform.plan.`,
  )
}
