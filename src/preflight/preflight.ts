import { allServices } from '../aws/all-services.js'
import { askCheck } from '../checks/ask-check.js'
import type { CheckPorts } from '../checks/check.js'
import type { CheckResult } from '../core/check.js'
import type { Environment } from '../core/environment.js'
import {
  type Preflight,
  type PreflightItem,
  preflightResults,
  type PreflightResult,
} from '../core/preflight.js'
import { UserError } from '../core/user-error.js'
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

export interface PreflightRequest {
  readonly environment: Environment
  readonly deployment?: { readonly service: string; readonly image: string }
  /** What others found out: who is on call. */
  readonly more?: readonly PreflightItem[]
}

/**
 * Asks everything that matters before a deployment, all at once: each check has its own time limit, and one that cannot look stops no other.
 * @throws AwsError where the services of the environment cannot be listed; UserError for a service there is not
 */
export async function preflightOf(
  { environment, deployment, more = [] }: PreflightRequest,
  ports: CheckPorts,
): Promise<Preflight> {
  const services = await allServices(ports.aws(environment))
  if (deployment !== undefined && !services.some(({ name }) => name === deployment.service)) {
    const what = `There is no service ${deployment.service} in ${environment.name}.`
    throw new UserError('service-not-found', what, `There is ${services.map(({ name }) => name).join(', ')}.`)
  }
  const asked = questionsFor(environment, services.slice(0, mostServices), deployment)
  const answered = await Promise.all(asked.map((question) => answerTo(question, environment, ports)))
  const left = services.slice(mostServices).map(({ name }) => ({
    group: name,
    what: name,
    result: 'skip' as const,
    figure: `not looked at: more than ${mostServices} services`,
  }))
  const items = [...answered, ...more, ...left].toSorted((one, other) => rank(one) - rank(other))
  return {
    environment: environment.name,
    ...(deployment === undefined ? {} : { deployment }),
    ready: items.every(({ result }) => result !== 'ng'),
    items,
  }
}

async function answerTo(
  question: Question,
  environment: Environment,
  ports: CheckPorts,
): Promise<PreflightItem> {
  const { group, what, check, service, args = {}, remedy, isNoBar = false } = question
  const about = { environment: environment.name, ...(service === undefined ? {} : { service }) }
  const { result, figure } = await askCheck(check, about, args, ports)
  const told = resultOf[result]
  const found = { group, what, result: told === 'ng' && isNoBar ? ('warn' as const) : told, figure }
  return result === 'pass' ? found : { ...found, remedy }
}

function rank({ result }: PreflightItem): number {
  return preflightResults.indexOf(result)
}
