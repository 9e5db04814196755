import { z } from 'zod'
import { allServices } from '../aws/all-services.js'
import type { Aws } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import type { Environment } from '../core/environment.js'
import { UserError } from '../core/user-error.js'
import { counted } from '../status/wording.js'
import { stateKey } from '../terraform/backend.js'
import { check } from './check.js'
import { definitionOf } from './images-asked.js'
import { askedTogether } from './permission-questions.js'
import { permissionsNeeded, type PermissionFacts, toDeploy } from './permissions-needed.js'
import { awsOf } from './subject.js'
import { s3BackendOf } from './terraform-backend.js'

/** Services whose roles, images and secrets are asked about: more of one environment seldom differ in that. */
const mostServices = 10

export const permissions = check({
  name: 'permissions',
  summary:
    'Whether ohmy may do all that it needs to in an environment, action by action, by IAM’s policy simulator. It knows the identity’s own policies and boundaries, not those of resources',
  results: {
    pass: 'all of it',
    warn: 'something that a deployment does without is not allowed',
    fail: 'something that a deployment needs is not allowed',
  },
  reads: [
    'sts:GetCallerIdentity',
    'iam:SimulatePrincipalPolicy',
    'ecs:DescribeServices',
    'ecs:DescribeTaskDefinition',
  ],
  value: 'actions that are not allowed',
  needsService: false,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const aws = awsOf(subject, ports)
    const { environment } = subject
    const [{ account, arn }, { asked, definitions }, state] = await Promise.all([
      aws.identity(),
      servicesOf(aws),
      stateOf(environment),
    ])
    const principal = principalOf(arn)
    const facts: PermissionFacts = {
      ...{ environment, account, principal, services: asked, definitions },
      ...(state === undefined ? {} : { state }),
      ...(ports.config.alerts?.queue === undefined ? {} : { queue: ports.config.alerts.queue }),
    }
    const needed = permissionsNeeded(facts)
    const refused = await Promise.all(
      askedTogether(needed).map(async ({ needs, ...question }) => {
        const found = await aws.refusedPermissions({ principal, ...question })
        return found.filter(({ action, resource }) => needs(action, resource))
      }),
    ).catch((error: unknown) => {
      if (error instanceof AwsError && error.code === 'NoSuchEntity') throw notFound(principal)
      if (error instanceof AwsError && error.kind === 'denied') throw mayNotAsk(error)
      throw error
    })
    const missing = [...new Map(refused.flat().map((one) => [one.action, one])).values()]
    const actions = new Set(needed.flatMap((one) => one.actions))
    if (missing.length === 0) {
      return {
        result: 'pass',
        figure: `${principal.split(':').at(-1)} may do all ${actions.size} of it`,
        value: 0,
      }
    }
    const deploying = missing.filter(({ action }) => toDeploy.has(action))
    const named = [...deploying, ...missing.filter(({ action }) => !toDeploy.has(action))]
    return {
      result: deploying.length > 0 ? 'fail' : 'warn',
      figure: `${counted(missing.length, 'action')} not allowed: ${named.map(({ action }) => action).join(', ')}`,
      value: missing.length,
      cause: 'permission',
      lines: named.map(
        ({ action, resource, isExplicit }) => `${action} on ${resource}${isExplicit ? ' (a Deny)' : ''}`,
      ),
    }
  },
})

async function servicesOf(aws: Aws) {
  const asked = (await allServices(aws)).slice(0, mostServices)
  return { asked, definitions: await Promise.all(asked.map((ref) => definitionOf(aws, ref))) }
}

/** Of a session the role is asked about. @throws UserError: the simulator knows no such identity */
function principalOf(arn: string): string {
  const [, account, role] = /^arn:aws[\w-]*:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? []
  if (role !== undefined) return `arn:aws:iam::${account}:role/${role}`
  if (/^arn:aws[\w-]*:iam::\d+:user\//.test(arn)) return arn
  const what = `The policy simulator knows nothing of ${arn.split(':').at(-1)}.`
  throw new UserError('identity-unknown', what, 'Run ohmy with a role, which is what its IAM policy is for.')
}

/** A session does not tell the path of its role. */
function notFound(principal: string): UserError {
  const what = `IAM has no ${principal.split(':').at(-1)} under that name: it may have a path.`
  return new UserError('role-not-found', what, 'What ohmy may not do is told by each check that meets it.')
}

function mayNotAsk(error: AwsError): UserError {
  const what = `Which permissions are missing is not known: ${explainAwsError(error)}.`
  return new UserError('simulator-denied', what, 'What ohmy may not do is told by each check that meets it.')
}

async function stateOf(environment: Environment): Promise<PermissionFacts['state']> {
  if (environment.terraform?.folder === undefined) return undefined
  // What of it cannot be read, its own checks tell.
  const backend = await s3BackendOf(environment).catch(() => undefined)
  if (backend === undefined) return undefined
  const { bucket, region, dynamodbTable: table } = backend
  const key = backend.useLockfile ? stateKey(backend, environment.terraform.workspace) : undefined
  return { bucket, region, ...(key === undefined ? {} : { key }), ...(table === undefined ? {} : { table }) }
}
