import type { EcsContainer, EcsTaskDefinition, RevisionSettings } from '../../aws/aws.js'
import { parseImageName, versionOf } from '../../aws/image-name.js'
import type { Change } from '../../core/operation.js'
import { counted, firstOf } from '../../status/wording.js'

/** More variables than this are told in one line: a plan is to be read. */
const toldOneByOne = 4

export interface DifferenceOptions {
  /**
   * Between two environments: there other values of variables are what everybody expects, and are told in one line; where a secret lies is another
   * place anyway, and only that it is there is compared.
   */
  readonly across?: boolean
  /** Secrets by their names alone, wherever they lie. */
  readonly byName?: boolean
}

/**
 * What one task definition has that another has not: images, CPU and memory, environment variables, references of secrets. Values only where they can be no secret.
 */
export function difference(
  from: EcsTaskDefinition,
  to: EcsTaskDefinition,
  options: DifferenceOptions = {},
): readonly Change[] {
  const names = [...new Set([...from.containers, ...to.containers].map(({ name }) => name))]
  const several = names.length > 1
  return [
    ...changed('CPU', sized(from.cpu, 'units'), sized(to.cpu, 'units')),
    ...changed('Memory', sized(from.memory, 'MB'), sized(to.memory, 'MB')),
    ...names.flatMap((name) => {
      const [before, after] = [from, to].map(({ containers }) => containers.find((one) => one.name === name))
      const prefix = several ? `${name}: ` : ''
      return containerDifference(before, after, options).map((change) => ({
        ...change,
        what: prefix + change.what,
      }))
    }),
  ]
}

function containerDifference(
  from: EcsContainer | undefined,
  to: EcsContainer | undefined,
  options: DifferenceOptions,
): readonly Change[] {
  if (from === undefined || to === undefined) {
    const words = (container: EcsContainer | undefined) =>
      container === undefined ? 'none' : versionOf(container.image)
    return [{ what: 'Container', from: words(from), to: words(to) }]
  }
  return [
    ...imageDifference(from.image, to.image),
    ...(options.across === true ? variablesAcross(from.environment, to.environment) : variables(from, to)),
    ...secrets(from.secrets, to.secrets, options),
  ]
}

function imageDifference(from: string, to: string): readonly Change[] {
  if (from === to) return []
  const other = parseImageName(from).path !== parseImageName(to).path
  const words = (image: string) => (other ? `${parseImageName(image).repository}:` : '') + versionOf(image)
  return changed('Image', words(from), words(to))
}

type Names = Readonly<Record<string, string>>

/** Those that only one of them has; the other values together. */
function variablesAcross(from: Names, to: Names): readonly Change[] {
  const both = namesOf(from, to).filter((name) => from[name] !== undefined && to[name] !== undefined)
  const other = both.filter((name) => from[name] !== to[name])
  const only = (names: Names) =>
    Object.fromEntries(Object.entries(names).filter(([name]) => !both.includes(name)))
  const what = counted(other.length, 'variable')
  return [
    ...variables({ environment: only(from) }, { environment: only(to) }),
    ...(other.length === 0 ? [] : [{ what, from: 'one value', to: `another value: ${firstOf(other, 20)}` }]),
  ]
}

function namesOf(from: Names, to: Names): readonly string[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
}

type Variables = Pick<EcsContainer, 'environment' | 'plainValues'>

function variables(
  { environment: from, plainValues: plainFrom = {} }: Variables,
  { environment: to, plainValues: plainTo = {} }: Variables,
): readonly Change[] {
  const lines = namesOf(from, to).flatMap((name) => {
    const [before, after] = [from[name], to[name]]
    if (before === after) return []
    const [old, fresh] = [plainFrom[name], plainTo[name]]
    if (before === undefined) return [{ name, from: 'not set', to: fresh ?? 'set' }]
    if (after === undefined) return [{ name, from: old ?? 'set', to: 'not set' }]
    // One half alone would say of the other that it is a secret.
    if (old !== undefined && fresh !== undefined) return [{ name, from: old, to: fresh }]
    return [{ name, from: 'as it is', to: 'changed (its value is not shown)' }]
  })
  if (lines.length <= toldOneByOne) {
    return lines.map((line) => ({ what: `Variable ${line.name}`, from: line.from, to: line.to }))
  }
  const named = firstOf(
    lines.map(({ name }) => name),
    20,
  )
  return [{ what: `${lines.length} variables`, from: 'as they are', to: `different: ${named}` }]
}

function secrets(
  from: Names,
  to: Names,
  { across = false, byName = false }: DifferenceOptions,
): readonly Change[] {
  return namesOf(from, to).flatMap((name) => {
    const [before, after] = [from[name], to[name]]
    const isBoth = before !== undefined && after !== undefined
    if (isBoth && across) return []
    const what = `Secret ${name}`
    if (!byName) return changed(what, reference(before), reference(after))
    if (isBoth) return before === after ? [] : [{ what, from: 'one place', to: 'another place' }]
    const words = (arn: string | undefined) => (arn === undefined ? 'not set' : 'set')
    return changed(what, words(before), words(after))
  })
}

/**
 * What both have alike, one word or two each: `CPU 256 units`, `3 variables`.
 * @param moved containers whose images are others though they have the same name
 */
export function alike(
  from: EcsTaskDefinition,
  to: EcsTaskDefinition,
  { across = false, moved = [] }: DifferenceOptions & { readonly moved?: readonly string[] } = {},
): readonly string[] {
  const pairs = from.containers.flatMap((one) => {
    const other = to.containers.find(({ name }) => name === one.name)
    return other === undefined ? [] : [[one, other] as const]
  })
  const images = pairs.flatMap(([one, other]) =>
    one.image === other.image && !moved.includes(one.name) ? [versionOf(one.image)] : [],
  )
  const variablesAlike = pairs.flatMap(([one, other]) =>
    Object.keys(one.environment).filter((name) => one.environment[name] === other.environment[name]),
  )
  const secretsAlike = pairs.flatMap(([one, other]) =>
    Object.keys(one.secrets).filter((name) =>
      across ? other.secrets[name] !== undefined : other.secrets[name] === one.secrets[name],
    ),
  )
  return [
    ...(images.length === 0 ? [] : [`image ${firstOf(images)}`]),
    ...(from.cpu === undefined || from.cpu !== to.cpu ? [] : [`CPU ${sized(from.cpu, 'units')}`]),
    ...(from.memory === undefined || from.memory !== to.memory ? [] : [`memory ${sized(from.memory, 'MB')}`]),
    ...(variablesAlike.length === 0 ? [] : [counted(variablesAlike.length, 'variable')]),
    ...(secretsAlike.length === 0
      ? []
      : [
          across
            ? counted(secretsAlike.length, 'secret by name', 'secrets by name')
            : counted(secretsAlike.length, 'secret'),
        ]),
  ]
}

/** `ohmycoins-prod-db-password-a1B2c3` of the ARN of a secret or parameter. */
function reference(arn: string | undefined): string {
  return arn === undefined ? 'not set' : arn.replace(/^arn:[^/]*?:(?:secret:|parameter\/)/, '')
}

function changed(what: string, from: string, to: string): readonly Change[] {
  return from === to ? [] : [{ what, from, to }]
}

function sized(value: string | undefined, unit: string): string {
  return value === undefined ? 'not set' : `${value} ${unit}`
}

/** What of network, load balancer and platform is another now than it was then, and stays as it is now; empty: nothing. */
export function staysDifferent(
  then: RevisionSettings | undefined,
  now: RevisionSettings | undefined,
): readonly string[] {
  return settingsDifference(then, now).map(({ what, from, to }) => `${what}: ${to} (then ${from})`)
}

/** What of network, load balancer and platform is another in two revisions; empty where one of them is not known. */
export function settingsDifference(
  from: RevisionSettings | undefined,
  to: RevisionSettings | undefined,
): readonly Change[] {
  if (from === undefined || to === undefined) return []
  const lines: readonly (readonly [string, string, string])[] = [
    ['subnets', from.subnets.join(', '), to.subnets.join(', ')],
    ['security groups', from.securityGroups.join(', '), to.securityGroups.join(', ')],
    ['public address', onOff(from.publicAddress), onOff(to.publicAddress)],
    ['target groups', shortNames(from.targetGroups), shortNames(to.targetGroups)],
    ['platform version', from.platformVersion ?? 'none', to.platformVersion ?? 'none'],
    ...namesOf(from.further ?? {}, to.further ?? {}).map(
      (name) => [name, from.further?.[name] ?? 'none', to.further?.[name] ?? 'none'] as const,
    ),
  ]
  return lines.flatMap(([what, before, after]) => changed(what, before || 'none', after || 'none'))
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off'
}

function shortNames(arns: readonly string[]): string {
  return arns.map((arn) => arn.split('/')[1] ?? arn).join(', ')
}
