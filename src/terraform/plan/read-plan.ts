import { z } from 'zod'
import type { PlannedAction, PlannedResource, TerraformPlan } from '../../core/terraform-plan.js'
import { words } from '../validate-directory.js'

const Change = z.object({
  actions: z.array(z.string()),
  // Left out where nothing is known of it yet.
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.unknown().optional(),
})
const Resource = z.object({ address: z.string(), mode: z.string(), type: z.string(), change: Change })
/** What `show -json` prints of a plan: https://developer.hashicorp.com/terraform/internals/json-format. Minor versions add to it. */
const Printed = z.object({
  format_version: z.string().regex(/^[01]\./),
  resource_changes: z.array(Resource).default([]),
  resource_drift: z.array(Resource).default([]),
  output_changes: z.record(z.string(), Change).default({}),
  errored: z.boolean().default(false),
  complete: z.boolean().default(true),
})

/** A service as a plan has it: what ECS calls it, and what is to become of what ohmy changes. */
export interface PlannedService {
  readonly address: string
  readonly service: string
  readonly what: 'count' | 'task definition'
  readonly from: string
  readonly to: string
}

export interface ReadPlan extends Pick<TerraformPlan, 'counts' | 'resources' | 'more' | 'warnings'> {
  readonly services: readonly PlannedService[]
}

const mostResources = 40
const mostReasons = 8

/** What a plan does, read from what the tool prints of its file. Pure; undefined where it is none that is known here. */
export function readPlan(text: string): ReadPlan | undefined {
  const printed = parse(text)
  if (printed === undefined) return undefined
  const managed = printed.resource_changes.filter(({ mode }) => mode === 'managed')
  const resources = managed.flatMap(({ address, change }): readonly PlannedResource[] => {
    const action = actionOf(change.actions)
    if (action === undefined) return []
    return [{ address: words(address, 300), action, because: becauseOf(action, change) }]
  })
  const of = (action: PlannedAction) => resources.filter((one) => one.action === action).length
  const replace = of('replace')
  return {
    counts: {
      add: of('add') + replace,
      change: of('change'),
      destroy: of('delete') + replace,
      replace,
      forget: of('forget'),
      import: managed.filter(({ change: { importing } }) => (importing ?? null) !== null).length,
      outputs: Object.values(printed.output_changes).filter(({ actions }) => actions[0] !== 'no-op').length,
      outside: printed.resource_drift.length,
    },
    resources: resources.toSorted((one, other) => rank(one) - rank(other)).slice(0, mostResources),
    more: Math.max(0, resources.length - mostResources),
    services: managed.flatMap(servicesOf),
    warnings: [
      ...(printed.errored ? ['The tool met an error while it planned: this is a part of the plan.'] : []),
      ...(printed.complete ? [] : ['A part could not be planned yet: one apply will not be enough.']),
    ],
  }
}

function parse(text: string): z.infer<typeof Printed> | undefined {
  try {
    return Printed.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** `["delete","create"]` and `["create","delete"]` are a replacement, whichever comes first. */
function actionOf(actions: readonly string[]): PlannedAction | undefined {
  if (actions.includes('create') && actions.some((one) => one === 'delete' || one === 'forget'))
    return 'replace'
  switch (actions[0]) {
    case 'create':
      return 'add'
    case 'update':
      return 'change'
    case 'delete':
      return 'delete'
    case 'forget':
      return 'forget'
    default:
      return undefined
  }
}

function rank({ action }: PlannedResource): number {
  return ['replace', 'delete', 'forget', 'change', 'add'].indexOf(action)
}

function becauseOf(action: PlannedAction, change: z.infer<typeof Change>): string[] {
  const names =
    action === 'replace'
      ? (change.replace_paths ?? []).map((path) => path.join('.'))
      : action === 'change'
        ? changedIn(change)
        : []
  return [...new Set(names.map((name) => words(name, 100)))].slice(0, mostReasons)
}

/** Names at the top: what is below them may hold anything. */
function changedIn({ before, after, after_unknown }: z.infer<typeof Change>): readonly string[] {
  const [was, is, unknown] = [before, after, after_unknown].map(fieldsOf)
  const names = new Set([was, is, unknown].flatMap((fields) => Object.keys(fields ?? {})))
  return [...names].filter(
    (name) => isOpen(unknown?.[name]) || JSON.stringify(was?.[name]) !== JSON.stringify(is?.[name]),
  )
}

/** `after_unknown` has a value for each list, also where all in it is known. */
function isOpen(unknown: unknown): boolean {
  if (typeof unknown !== 'object' || unknown === null) return unknown === true
  return Object.values(unknown).some(isOpen)
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function servicesOf({ address, type, change }: z.infer<typeof Resource>): readonly PlannedService[] {
  if (type !== 'aws_ecs_service' || actionOf(change.actions) !== 'change') return []
  const [before, after, unknown] = [change.before, change.after, change.after_unknown].map(fieldsOf)
  const service = before?.['name']
  if (typeof service !== 'string') return []
  const attributes = { count: 'desired_count', 'task definition': 'task_definition' } as const
  return (['count', 'task definition'] as const).flatMap((what) => {
    const name = attributes[what]
    const [from, to] = [before?.[name], unknown?.[name] === true ? 'a new one' : after?.[name]].map(asText)
    if (from === undefined || to === undefined || from === to) return []
    return [{ address: words(address, 300), service, what, from, to }]
  })
}

/** A revision as people name it: `ohmycoins-staging-backend:15`. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? words(value.replace(/^arn:.*:task-definition\//, ''), 200) : undefined
}
