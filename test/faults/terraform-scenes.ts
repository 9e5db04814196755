import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { viewer } from '../../sandbox/people.js'
import { sandboxConfig } from '../../sandbox/world.js'
import { project } from '../house/rooms.js'
import type { FlowKind, Scene } from './flow-kind.js'

const configuration = join(mkdtempSync(join(tmpdir(), 'ohmy-terraform-scene-')), 'ohmy.yaml')
const folder = JSON.stringify(join(project, 'sandbox/terraform'))
writeFileSync(configuration, `${readFileSync(sandboxConfig, 'utf8')}\nterraform:\n  folder: ${folder}\n`)

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
