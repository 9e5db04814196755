import { attributeIn, blocksIn } from './hcl-blocks.js'

/** A resource as Terraform's files have it. */
export interface TerraformResource {
  /** `aws_ecs_service.backend` */
  readonly address: string
  /** As it was given. */
  readonly file: string
  readonly line: number
  /** What `ignore_changes` names; absent: everything, `ignore_changes = all`. */
  readonly ignores?: readonly string[]
}

/** The resources of a kind in a text, each with what stands between its braces. */
export function resourcesIn(
  text: string,
  file: string,
  kind: string,
): readonly { readonly resource: TerraformResource; readonly body: string }[] {
  return blocksIn(text).flatMap(({ type, labels, body, line }) => {
    const [is, label = ''] = labels
    if (type !== 'resource' || is !== kind) return []
    const ignores = ignoredIn(body)
    const resource: TerraformResource = {
      address: `${kind}.${label}`,
      file,
      line,
      ...(ignores === 'all' ? {} : { ignores }),
    }
    return [{ resource, body }]
  })
}

/** `"${var.prefix}-backend"` → `*-backend`; undefined where nothing of it is written out. */
export function namePattern(value: string | undefined): string | undefined {
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

/** Whether a service of this name in ECS is one of this pattern. */
export function isNamed({ name }: { readonly name?: string }, service: string): boolean {
  if (name === undefined) return false
  const parts = name.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`).test(service)
}
