import type { Environment, ServiceRef } from '../core/environment.js'

/** One check that a preflight asks, and what it is called there. */
export interface Question {
  readonly group: string
  readonly what: string
  readonly check: string
  readonly service?: string
  readonly args?: Readonly<Record<string, unknown>>
  /** What to do where it fails, warns or could not be looked at. */
  readonly remedy: string
  /** What to do instead where it only warns, or could not be looked at. */
  readonly remedies?: { readonly warn?: string; readonly unknown?: string }
  /** Its calls wait for one another longer than those of the others: it is begun first. */
  readonly isLong?: boolean
  /** Worth a look where it fails, and nothing that stands against a deployment. */
  readonly isNoBar?: true
}

/**
 * What is asked before a deployment to an environment: of the environment as a whole, then of each of its services.
 * @param deployment what is about to be deployed; absent: what runs is asked about
 */
export function questionsFor(
  environment: Environment,
  services: readonly ServiceRef[],
  deployment?: { readonly service: string; readonly image: string },
): readonly Question[] {
  const { name, loadBalancer, database, terraform } = environment
  return [
    {
      group: 'credentials',
      what: 'AWS identity',
      check: 'aws-identity',
      remedy: `Look at AWS_PROFILE or the task role, and at \`account\` of ${name} in ohmy.yaml.`,
    },
    {
      group: 'credentials',
      what: 'Permissions',
      check: 'permissions',
      remedy: 'Give ohmy’s role what docker/iam-policy.json has.',
    },
    ...(terraform?.folder === undefined ? [] : ofTerraform(name)),
    {
      group: 'quotas',
      what: 'Quotas',
      check: 'quotas',
      remedy: 'Ask AWS for more in time (Service Quotas), or take away what nobody uses.',
    },
    {
      group: 'locks',
      what: 'Locks and freezes',
      check: 'lock-held',
      remedy: 'Wait for its end, or ask whoever holds it: `/ohmy locks`.',
    },
    {
      group: 'alarms',
      what: 'Alarms',
      check: 'alarm-state',
      remedy: `Look first at what rings: \`/ohmy alarms ${name}\`.`,
    },
    ...(loadBalancer === undefined
      ? []
      : [
          {
            group: 'certificate',
            what: 'Certificate',
            check: 'certificate-days-left',
            isLong: true,
            args: { warn_below: 30 },
            remedy: 'Have it renewed: a certificate of ACM renews itself as long as its DNS record is there.',
          },
        ]),
    ...(database === undefined
      ? []
      : [
          {
            group: 'backup',
            what: 'Backup of the database',
            check: 'backup-age',
            args: { at_most: '24h' },
            remedy: 'Make a snapshot before you deploy.',
          },
        ]),
    ...services.flatMap((service) => ofService(service, environment, deployment)),
  ]
}

/** Where its files are known. */
const ofTerraform = (environment: string): readonly Question[] => [
  {
    group: 'tools',
    what: 'Tools of the worker',
    check: 'worker-tools',
    remedy: 'Put them where ohmy runs (docker/), on its PATH.',
  },
  {
    group: 'state',
    what: 'State bucket',
    check: 'state-bucket',
    remedy:
      'Mend the bucket where it is made, or the backend block: `/ohmy runbook show terraform-state-bucket-missing`.',
  },
  {
    group: 'state',
    what: 'State lock',
    check: 'state-lock',
    remedy: `Wait for whoever holds it; \`/ohmy terraform unlock-help ${environment}\` says who it is and what else.`,
    remedies: {
      warn: 'Nobody holds it. Correct the backend block, or its role’s permissions, when there is time.',
      unknown: 'Ask in the channel whether somebody applies right now.',
    },
  },
  {
    group: 'code',
    what: 'Terraform code',
    check: 'terraform-valid',
    remedy: `Mend it there; \`/ohmy terraform validate ${environment}\` tells all of it.`,
    remedies: {
      warn: 'Have the tool format it: `fmt -recursive`.',
      unknown: `\`/ohmy terraform validate ${environment}\` takes its time, and keeps the providers that it has fetched.`,
    },
  },
  {
    group: 'variables',
    what: 'Variables of Terraform',
    check: 'terraform-variables',
    remedy: 'Set what is missing, or say in ohmy.yaml that it is set elsewhere: `terraform.variables`.',
  },
]

function ofService(
  { name: service }: ServiceRef,
  { name: environment, terraform }: Environment,
  deployment: { readonly service: string; readonly image: string } | undefined,
): readonly Question[] {
  const image = deployment?.service === service ? deployment.image : undefined
  return [
    {
      group: service,
      what: image === undefined ? `Images of ${service}` : `Image ${image} of ${service}`,
      check: 'image-exists',
      service,
      ...(image === undefined ? {} : { args: { image } }),
      remedy: 'Push it, or restore it from the archive of ECR.',
    },
    {
      group: service,
      what: image === undefined ? `Processors of ${service}` : `Processors of ${image} of ${service}`,
      check: 'image-architecture',
      isLong: true,
      service,
      ...(image === undefined ? {} : { args: { image } }),
      remedy: 'Build the image for what the task definition asks for, or for both.',
    },
    {
      group: service,
      what: image === undefined ? `Expiry of images of ${service}` : `Expiry of ${image} of ${service}`,
      check: 'image-expiry',
      service,
      ...(image === undefined ? {} : { args: { image } }),
      remedy: 'Give the image a tag that no rule selects, or let the rule keep more.',
    },
    {
      group: service,
      what: `Secrets and log groups of ${service}`,
      check: 'task-needs',
      service,
      remedy: 'Make it, or restore it: without it no task starts.',
    },
    {
      group: service,
      what: `Ports of ${service}`,
      check: 'target-group-port',
      service,
      remedy: 'Correct the service, its target group or its task definition: they have to name one port.',
    },
    ...(terraform === undefined
      ? []
      : [
          {
            group: service,
            what: `Terraform and ${service}`,
            check: 'ignore-changes',
            service,
            remedy: 'Have it ignored: `lifecycle { ignore_changes = [desired_count, task_definition] }`.',
          },
        ]),
    {
      group: service,
      what: `${service} runs as wanted`,
      check: 'steady-state',
      service,
      remedy: `Look why: \`/ohmy status ${service} ${environment}\`.`,
    },
    {
      group: service,
      what: `Last deployment of ${service}`,
      check: 'rollout-state',
      service,
      // After one that failed and went back, the next one is the mend.
      isNoBar: true,
      remedy: `Look at why it failed: \`/ohmy revisions ${service} ${environment}\`.`,
      remedies: { warn: `See where it stands: \`/ohmy deployment ${environment}\`.` },
    },
    {
      group: service,
      what: `Health checks of ${service}`,
      check: 'target-health',
      isLong: true,
      service,
      remedy: `Look at what it says: \`/ohmy logs ${service} ${environment}\`.`,
    },
    {
      group: service,
      what: `Autoscaling of ${service}`,
      check: 'autoscaling-range',
      service,
      remedy: `Change the range with its owner, or the count: \`/ohmy scale ${service} 2 ${environment}\`.`,
    },
  ]
}
