import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { viewer } from '../../sandbox/people.js'
import { sandboxConfig } from '../../sandbox/world.js'
import { project } from '../house/rooms.js'
import type { FlowKind, Scene } from './flow-kind.js'

const programs = mkdtempSync(join(tmpdir(), 'ohmy-terraform-scene-'))
const configuration = join(programs, 'ohmy.yaml')
const folder = JSON.stringify(join(project, 'sandbox/terraform'))
const written = `${readFileSync(sandboxConfig, 'utf8')}\nterraform:\n  folder: ${folder}\n`
writeFileSync(configuration, written)
const planned = join(programs, 'planned.yaml')
const root = JSON.stringify(join(project, 'sandbox/terraform/environments/staging'))
writeFileSync(planned, written.replace('terraform: { ', `terraform: { plan: true, folder: ${root}, `))
writeFileSync(
  join(programs, 'terraform'),
  `#!/bin/sh\n[ "$1" = version ] && echo 'Terraform v1.11.4'\n[ "$1" = show ] && echo '{"format_version":"1.2"}'\nexit 0\n`,
)
chmodSync(join(programs, 'terraform'), 0o755)

const died = ['taken', 'written running', 'looked', 'settled']

/** One directory; where the tool is, and no registry, it is asked and the static check looks as well. */
const validation: Scene = {
  prepare: async ({ world }) => ({
    say: () => world.workspace.say(viewer, 'devops', '/ohmy terraform validate vpc'),
  }),
  about: 'Terraform, vpc',
  ended: ['1 directory'],
  changes: {},
  messages: 1,
  hit: died,
  diesAt: died,
}

/** The state's bucket is out of reach: a program in the tool's place plans nothing. */
const plan: Scene = {
  prepare: async ({ world }) => ({
    say: () => world.workspace.say(viewer, 'devops', '/ohmy terraform plan staging'),
  }),
  about: 'Terraform plan of staging',
  ended: ['nothing to do'],
  changes: {},
  messages: 1,
  hit: died,
  diesAt: died,
}

export const validations: FlowKind = {
  kind: 'terraform.validate',
  stages: [
    {
      name: 'one module',
      scenes: { 'a validation': validation },
      speed: 1,
      environment: { OHMY_CONFIG: configuration },
    },
  ],
}

export const plans: FlowKind = {
  kind: 'terraform.plan',
  stages: [
    {
      name: 'one environment',
      scenes: { 'a plan': plan },
      speed: 1,
      environment: { OHMY_CONFIG: planned, PATH: programs },
    },
  ],
}
