import { attributeIn, blocksIn } from './hcl-blocks.js'

/** A service of ECS as Terraform's files have it. */
export interface TerraformService {
  /** `aws_ecs_service.backend` */
  readonly address: string
  /** As it was given. */
  readonly file: string
  readonly line: number
  /** Its name in ECS, with `*` for what only Terraform computes; absent: all of it. */
  readonly name?: string
  /** What `ignore_changes` names; absent: everything, `ignore_changes = all`. */
  readonly ignores?: readonly string[]
}

/** What a text of Terraform says of services of ECS. */
export function servicesIn(text: string, file: string): readonly TerraformService[] {
  return blocksIn(text).flatMap(({ type, labels, body, line }): TerraformService[] => {
    const [kind, label = ''] = labels
    if (type !== 'resource' || kind !== 'aws_ecs_service') return []
    const name = namePattern(attributeIn(body, 'name'))
    const ignores = ignoredIn(body)
    return [
      {
        address: `${kind}.${label}`,
        file,
        line,
        ...(name === undefined ? {} : { name }),
        ...(ignores === 'all' ? {} : { ignores }),
      },
    ]
  })
}

/** Whether a text calls a module that is kept elsewhere: what that holds, nobody knows here. */
export function callsModuleFromElsewhere(text: string): boolean {
  return blocksIn(text).some(({ type, body }) => {
    const source = type === 'module' ? attributeIn(body, 'source') : undefined
    return source !== undefined && !/^"\.{1,2}\//.test(source)
  })
}

/** `"${var.prefix}-backend"` → `*-backend`; undefined where nothing of it is written out. */
function namePattern(value: string | undefined): string | undefined {
  const quoted = /^"(.*)"$/s.exec(value ?? '')?.[1]
  if (quoted === undefined) return undefined
  const pattern = quoted.replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '*').replace(/\*+/g, '*')
  return pattern === '*' || pattern === '' ? undefined : pattern
}

function ignoredIn(body: string): readonly string[] | 'all' {
  const lifecycle = blocksIn(body).find(({ type }) => type === 'lifecycle')
  const value = lifecycle === undefined ? undefined : attributeIn(lifecycle.body, 'ignore_changes')
  if (value === undefined) return []
  if (value === 'all') return 'all'
  return [...value.matchAll(/[A-Za-z_][\w-]*(?=[\s,\]"[.])/g)].map(([name]) => name)
}

/** Whether a service of this name in ECS is this one. */
export function isNamed({ name }: TerraformService, service: string): boolean {
  if (name === undefined) return false
  const parts = name.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`).test(service)
}
