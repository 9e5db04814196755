import { setImmediate } from 'node:timers/promises'
import { allServices } from '../aws/all-services.js'
import { askCheck } from '../checks/ask-check.js'
import type { CheckPorts } from '../checks/check.js'
import type { CheckResult } from '../core/check.js'
import type { Environment } from '../core/environment.js'
import {
  judged,
  type Preflight,
  type PreflightDeployment,
  type PreflightItem,
  type PreflightResult,
} from '../core/preflight.js'
import { UserError } from '../core/user-error.js'
import { oneLook } from './one-look.js'
import { type Question, questionsFor } from './plan.js'

/** More services at once would ask more of AWS than an answer is worth. */
const mostServices = 10

const resultOf: Readonly<Record<CheckResult, PreflightResult>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'ng',
  // Nobody could look: a missing permission is never OK.
  unknown: 'skip',
}

export interface PreflightPorts extends CheckPorts {
  /** Who is on call, in words; empty: nobody. @throws UserError where nobody can tell */
  readonly onCall: () => Promise<readonly string[]>
}

export interface PreflightRequest {
  readonly environment: Environment
  readonly deployment?: PreflightDeployment
}

/** One thing to be looked at, by the name under which its answer is kept. */
export interface Asked {
  readonly name: string
  /** @throws what is a defect */
  readonly answer: () => Promise<PreflightItem>
  readonly isLong: boolean
}

/**
 * Asks everything that matters before a deployment, all at once: each check has its own time limit, and one that cannot look stops no other.
 * @throws AwsError where the services of the environment cannot be listed; UserError for a service there is not
 */
export async function preflightOf(request: PreflightRequest, ports: PreflightPorts): Promise<Preflight> {
  const asked = await questionsOf(request, ports)
  return judged(withEnvironmentName(request), await answersTo(asked))
}

/** Asks all of it at once; what takes longest has its first questions sent first. @returns in the order of `asked` */
export async function answersTo(
  asked: readonly Asked[],
  tell: (asked: Asked, item: PreflightItem) => void = () => undefined,
): Promise<readonly PreflightItem[]> {
  const begin = async (one: Asked) => {
    const item = await one.answer()
    tell(one, item)
    return item
  }
  const begun = new Map(asked.filter(({ isLong }) => isLong).map((one) => [one, begin(one)]))
  const sent = setImmediate()
  return Promise.all(asked.map((one) => begun.get(one) ?? sent.then(() => begin(one))))
}

function withEnvironmentName({ environment, deployment }: PreflightRequest) {
  return { environment: environment.name, ...(deployment === undefined ? {} : { deployment }) }
}

/** What is to be looked at. @throws AwsError where the services cannot be listed; UserError for a service there is not */
export async function questionsOf(
  { environment, deployment }: PreflightRequest,
  ports: PreflightPorts,
): Promise<readonly Asked[]> {
  const services = await allServices(ports.aws(environment))
  if (deployment !== undefined && !services.some(({ name }) => name === deployment.service)) {
    const what = `There is no service ${deployment.service} in ${environment.name}.`
    throw new UserError('service-not-found', what, `There is ${services.map(({ name }) => name).join(', ')}.`)
  }
  // What is deployed is looked at, however many there are.
  const first = services.toSorted(
    (one, other) => Number(other.name === deployment?.service) - Number(one.name === deployment?.service),
  )
  const left = first.slice(mostServices).map(({ name }): Asked => {
    const figure = `not looked at: more than ${mostServices} services`
    return {
      name: `left ${name}`,
      isLong: false,
      answer: async () => ({ group: name, what: name, result: 'skip', figure }),
    }
  })
  const looked = first.slice(0, mostServices)
  const aws = oneLook(ports.aws(environment), looked)
  const looking = { ...ports, aws: () => aws }
  return [
    ...questionsFor(environment, looked, deployment).map(
      (question): Asked => ({
        name: [question.check, question.service ?? ''].join(' ').trim(),
        isLong: question.isLong ?? false,
        answer: () => answerTo(question, environment, looking),
      }),
    ),
    { name: 'on-call', isLong: false, answer: () => onCallItem(ports) },
    ...left,
  ]
}

async function answerTo(
  question: Question,
  environment: Environment,
  ports: CheckPorts,
): Promise<PreflightItem> {
  const { group, what, check, service, args = {}, remedy, remedies = {}, isNoBar = false } = question
  const about = { environment: environment.name, ...(service === undefined ? {} : { service }) }
  const { result, figure } = await askCheck(check, about, args, ports)
  const told = resultOf[result]
  const found = { group, what, result: told === 'ng' && isNoBar ? ('warn' as const) : told, figure }
  if (result === 'pass') return found
  return { ...found, remedy: (result === 'fail' ? undefined : remedies[result]) ?? remedy }
}

async function onCallItem({ onCall }: PreflightPorts): Promise<PreflightItem> {
  const found = { group: 'on-call', what: 'On call' }
  try {
    const named = await onCall()
    if (named.length > 0) return { ...found, result: 'ok', figure: named.join(', ') }
    const remedy = 'Say in ohmy.yaml who is on call: `onCall`.'
    return { ...found, result: 'warn', figure: 'nobody is on call', remedy }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const nobody = error.code === 'nobody-on-call'
    return { ...found, result: nobody ? 'warn' : 'skip', figure: error.what, remedy: error.next }
  }
}
