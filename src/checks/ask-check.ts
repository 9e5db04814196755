import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { Checked } from '../core/check.js'
import { cutPlain } from '../core/cut.js'
import { formatDuration } from '../core/duration.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { maskSecrets } from '../core/mask.js'
import { nearest } from '../core/suggest.js'
import { UserError } from '../core/user-error.js'
import type { Check, CheckPorts, Subject } from './check.js'
import { checks } from './index.js'

/** What a check is asked about, in the words of a runbook. */
export interface AskedAbout {
  readonly environment: string
  /** Absent: all of the environment. */
  readonly service?: string
}

const mostLines = 10
const longestLine = 300
const longestFigure = 300
/** ms a check may take as a whole. */
const patience = 20_000

/**
 * Asks a check. It never says `pass` where it could not look: what AWS does not answer or allow, wrong arguments, a service that is not there and
 * an answer that does not come in time are `unknown`, with why as its figure.
 * @param given the check's arguments; `environment` and `service` among them stand above what it is asked about. Whether the caller may see that
 * environment is for who asks.
 * @param within ms it may take. What was asked is not stopped then, only left.
 * @throws whatever is a defect
 */
export async function askCheck(
  name: string,
  about: AskedAbout,
  given: Readonly<Record<string, unknown>>,
  ports: CheckPorts,
  within = patience,
): Promise<Checked> {
  const { environment = about.environment, service = about.service, ...args } = given
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Checked>((resolve) => {
    const figure = `no answer within ${formatDuration(within)}`
    timer = setTimeout(() => resolve({ result: 'unknown', figure }), within)
  })
  try {
    const asked = ask(checkNamed(name), { environment, service }, args, ports)
    return presentable(await Promise.race([asked, late]))
  } catch (error) {
    return { result: 'unknown', figure: presentableText(reasonOf(error), longestFigure) }
  } finally {
    clearTimeout(timer)
  }
}

async function ask(
  check: Check,
  about: { readonly environment: unknown; readonly service: unknown },
  args: Readonly<Record<string, unknown>>,
  ports: CheckPorts,
): Promise<Checked> {
  const parsed = check.arguments.safeParse(args)
  if (!parsed.success) {
    const why = parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')
    throw new UserError(
      'check-arguments',
      `${check.name} cannot be asked so: ${why}.`,
      'Correct the runbook.',
    )
  }
  return check.ask(await subjectOf(about, ports), parsed.data, ports)
}

/** @throws UserError `check-not-found` */
function checkNamed(name: string): Check {
  const found = checks.find((check) => check.name === name)
  if (found !== undefined) return found
  const names = checks.map((check) => check.name)
  throw new UserError(
    'check-not-found',
    `There is no check ${name}.`,
    `Did you mean ${nearest(name, names) ?? names.join(', ')}?`,
  )
}

/** @throws UserError `environment-not-found`, `service-not-found` */
async function subjectOf(
  about: { readonly environment: unknown; readonly service: unknown },
  ports: CheckPorts,
): Promise<Subject> {
  const environment = environmentNamed(String(about.environment), ports)
  if (about.service === undefined || about.service === '') return { environment }
  return { environment, service: await serviceNamed(String(about.service), environment, ports) }
}

function environmentNamed(name: string, { config }: CheckPorts): Environment {
  const found = config.environments.find((known) => known.name === name || known.aliases.includes(name))
  if (found !== undefined) return found
  const names = config.environments.map((known) => known.name)
  throw new UserError(
    'environment-not-found',
    `There is no environment ${name}.`,
    `There is ${names.join(' and ')}.`,
  )
}

async function serviceNamed(name: string, environment: Environment, ports: CheckPorts): Promise<ServiceRef> {
  const names: string[] = []
  for await (const page of ports.aws(environment).services()) {
    const found = page.find((ref) => ref.name === name || ref.service === name)
    if (found !== undefined) return found
    names.push(...page.map((ref) => ref.name))
  }
  const meant = nearest(name, names)
  const next = meant === undefined ? `There is ${names.join(', ')}.` : `Did you mean ${meant}?`
  throw new UserError('service-not-found', `There is no service ${name} in ${environment.name}.`, next)
}

/** @throws what is neither AWS's word nor ohmy's own: a defect */
function reasonOf(error: unknown): string {
  if (error instanceof AwsError) return explainAwsError(error)
  if (error instanceof UserError) return `${error.what} ${error.next}`
  throw error
}

/** Secrets are masked before anything is cut: nobody recognises half of one. */
function presentable(checked: Checked): Checked {
  const { lines, ...rest } = checked
  const figure = presentableText(checked.figure, longestFigure)
  if (lines === undefined || lines.length === 0) return { ...rest, figure }
  const shown = lines
    .slice(0, mostLines)
    .map((line) => presentableText(line.replace(/\s+/g, ' '), longestLine))
  return { ...rest, figure, lines: shown }
}

function presentableText(text: string, longest: number): string {
  return cutPlain(maskSecrets(text), longest)
}
