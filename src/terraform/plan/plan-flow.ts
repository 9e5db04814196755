import { join } from 'node:path'
import type { TerraformTree } from '../../config/config.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import type { PlannedDrift, TerraformPlan } from '../../core/terraform-plan.js'
import { UserError } from '../../core/user-error.js'
import type { ReadingFlow, ReadingTurn } from '../../logs/reading.js'
import { copiedTree, directoryOf, type TreeSettings } from '../copied-tree.js'
import { nameOf } from '../find-tool.js'
import { stateOf } from '../own-findings.js'
import { readBackend } from '../read-backend.js'
import { treeFlow } from '../tree-flow.js'
import { planEnvironment } from './plan-environment.js'
import type { PlannedService, ReadPlan } from './read-plan.js'
import { PlanRecord } from './record.js'

export interface PlanOptions extends Omit<TreeSettings, 'settings'> {
  /** Absent: no tree is configured. */
  readonly settings: TerraformTree | undefined
  readonly environments: readonly Environment[]
  readonly programs: TreeSettings['programs'] & { readonly passable: Readonly<Record<string, string>> }
  /** What ohmy did last to the count or the revision of a service; undefined: nothing that is remembered. */
  readonly lastChange: (service: ServiceRef, now: number) => Promise<PlannedDrift['last']>
}

/** A plan of many resources is long as JSON. */
const mostOutput = 64 * 1024 * 1024

/** Asks the tool what an apply would do, in a copy of the tree: docs/terraform.md. It is never done. */
export function planTerraform(options: PlanOptions): ReadingFlow<PlanRecord> {
  return treeFlow<PlanRecord>({
    ...{ kind: 'terraform.plan', record: PlanRecord, options },
    work: (room, settings, turn, signal) => planIn(room, settings, options, turn, signal),
    judge(record) {
      if (record.failure !== undefined) return { ...record, status: 'failed' }
      if (record.plan.phase !== 'planned') return record
      return { ...record, status: 'done', result: record.plan }
    },
  })
}

async function planIn(
  room: string,
  settings: TreeSettings,
  options: PlanOptions,
  turn: ReadingTurn<PlanRecord>,
  signal: AbortSignal,
): Promise<void> {
  const { environments, programs } = options
  const environment = environments.find(({ name }) => name === turn.record.environment)
  const { terraform } = environment ?? {}
  // The configuration may have changed since it was asked for.
  if (environment === undefined || terraform?.plan !== true || terraform.folder === undefined)
    throw noFolder(turn.record.environment)
  const directory = directoryOf(settings.settings.folder, environment)
  if (directory === undefined) throw noFolder(environment.name)
  const { tool, ...copied } = await copiedTree(room, settings, signal, {
    output: mostOutput,
    withValues: true,
  })
  if (tool === undefined)
    throw new UserError(
      'terraform-tool-missing',
      'Neither terraform nor tofu is on the PATH where ohmy runs, so there is no plan.',
      'Add the one that your team uses to the image of the worker (docs/terraform.md).',
    )
  const found = await readBackend(join(copied.tree, directory), {
    tool: tool.tool,
    given: terraform.backendConfig,
  })
  const state = stateOf(found, terraform.workspace)?.where
  const names = terraform.passes ?? []
  const unset = names.filter((name) => programs.passable[name] === undefined)
  await write(turn, { tool: nameOf(tool), ...(state === undefined ? {} : { state }) })
  const says = await planEnvironment(
    { ...copied, tool },
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
