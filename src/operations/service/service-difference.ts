import type { EcsContainer, EcsTaskDefinition, RevisionSettings } from '../../aws/aws.js'
import { parseImageName, versionOf } from '../../aws/image-name.js'
import type { Change } from '../../core/operation.js'
import { firstOf } from '../../status/wording.js'

/** More variables than this are told in one line: a plan is to be read. */
const toldOneByOne = 4

/**
 * What one task definition has that another has not: images, CPU and memory, environment variables, references of secrets. Values only where they can be no secret.
 */
export function difference(from: EcsTaskDefinition, to: EcsTaskDefinition): readonly Change[] {
  const names = [...new Set([...from.containers, ...to.containers].map(({ name }) => name))]
  const several = names.length > 1
  return [
    ...changed('CPU', sized(from.cpu, 'units'), sized(to.cpu, 'units')),
    ...changed('Memory', sized(from.memory, 'MB'), sized(to.memory, 'MB')),
    ...names.flatMap((name) => {
      const [before, after] = [from, to].map(({ containers }) => containers.find((one) => one.name === name))
      const prefix = several ? `${name}: ` : ''
      return containerDifference(before, after).map((change) => ({ ...change, what: prefix + change.what }))
    }),
  ]
}

function containerDifference(
  from: EcsContainer | undefined,
  to: EcsContainer | undefined,
): readonly Change[] {
  if (from === undefined || to === undefined) {
    const words = (container: EcsContainer | undefined) =>
      container === undefined ? 'none' : versionOf(container.image)
    return [{ what: 'Container', from: words(from), to: words(to) }]
  }
  return [
    ...imageDifference(from.image, to.image),
    ...variables(from, to),
    ...secrets(from.secrets, to.secrets),
  ]
}

function imageDifference(from: string, to: string): readonly Change[] {
  if (from === to) return []
  const other = parseImageName(from).path !== parseImageName(to).path
  const words = (image: string) => (other ? `${parseImageName(image).repository}:` : '') + versionOf(image)
  return changed('Image', words(from), words(to))
}

type Names = Readonly<Record<string, string>>

function variables(
  { environment: from, plainValues: plainFrom = {} }: EcsContainer,
  { environment: to, plainValues: plainTo = {} }: EcsContainer,
): readonly Change[] {
  const lines = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort().flatMap((name) => {
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

function secrets(from: Names, to: Names): readonly Change[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
  return names.flatMap((name) => changed(`Secret ${name}`, reference(from[name]), reference(to[name])))
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
  if (then === undefined || now === undefined) return []
  const lines: readonly (readonly [string, string, string])[] = [
    ['subnets', then.subnets.join(', '), now.subnets.join(', ')],
    ['security groups', then.securityGroups.join(', '), now.securityGroups.join(', ')],
    ['public address', onOff(then.publicAddress), onOff(now.publicAddress)],
    ['target groups', shortNames(then.targetGroups), shortNames(now.targetGroups)],
    ['platform version', then.platformVersion ?? 'none', now.platformVersion ?? 'none'],
  ]
  return lines
    .filter(([, before, after]) => before !== after)
    .map(([what, before, after]) => `${what}: ${after || 'none'} (then ${before || 'none'})`)
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off'
}

function shortNames(arns: readonly string[]): string {
  return arns.map((arn) => arn.split('/')[1] ?? arn).join(', ')
}
