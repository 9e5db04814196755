import { type Grant, grants, type Part } from '../../src/aws/grants.js'
import { examplePlace, parts } from './iam-policy.js'

const about: Readonly<Record<Part, string>> = {
  read: 'Looking: status, tasks, logs, alarms, figures, dashboards, costs; and what AWS tells by itself. ohmy needs it.',
  change:
    'Deploying, scaling, running, stopping. Without it ohmy looks, and a change ends with what AWS refused: for an ohmy that only looks, leave it out.',
  readiness:
    'What a preflight and the weekly reviews look at besides. Without it, or without some of it, they say what could not be read; all else goes on.',
}

/** docs/permissions.md */
export function permissionsPage(): string {
  return [
    '# What ohmy may do in AWS',
    '',
    'Written by `npm run iam-policy` from `src/aws/grants.ts`: do not change it here.',
    '',
    'Three parts, each a policy of its own: IAM takes 6,144 characters in one',
    '([quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)), and all of it is longer. [docker/iam-policy.json](../docker/iam-policy.json) has all three in one file, for',
    'a role’s own inline policy, which may have 10,240. Replace account, region, clusters and names by yours; [the Terraform module](../docker/terraform/README.md) does it by variables.',
    '',
    'Each action is granted once, on the narrowest resource that IAM knows for it. What ohmy calls and what is granted is the same set: the code can name no other action, the simulated account of all tests',
    'refuses to end well when ohmy has called one that is not declared, and one test walks every call and fails for a permission that nothing asks for.',
    '',
    ...parts.flatMap((part) => [
      `## ${part[0]?.toUpperCase()}${part.slice(1)}`,
      '',
      `${about[part]} File: [docker/iam-policy.${part}.json](../docker/iam-policy.${part}.json)`,
      '',
      '| For | Actions | On |',
      '|---|---|---|',
      ...grants.filter((grant) => grant.part === part).map(row),
      '',
    ]),
  ].join('\n')
}

function row(grant: Grant): string {
  const on = grant.on === '*' ? ['*'] : grant.on
  const conditions = Object.values(grant.when ?? {}).flatMap((keys) => Object.entries(keys))
  const only = conditions.map(([key, values]) => `only \`${key}\` = ${values.map(shortCode).join(' or ')}`)
  return `| ${[
    grant.for,
    grant.actions.map((action) => `\`${action}\``).join(', '),
    [...on.map(shortCode), ...only].join(', '),
  ].join(' | ')} |`
}

/** Without what is the same in every ARN. */
function shortCode(template: string): string {
  const short = template.replace(/^arn:aws:(\w[\w-]*):(?:\{region\})?:(?:\{account\})?:/, '$1:')
  return `\`${short.replaceAll('{project}', examplePlace.project)}\``
}
