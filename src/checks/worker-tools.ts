import { z } from 'zod'
import { findTools, terraformAmong } from '../terraform/tools.js'
import { check } from './check.js'

export const workerTools = check({
  name: 'worker-tools',
  summary: 'Which tools there are where ohmy works, and of which versions: Terraform or OpenTofu, and git',
  results: { pass: 'git, and terraform or tofu', warn: 'one of them is not on the PATH' },
  reads: [],
  needsService: false,
  arguments: z.strictObject({}),
  async ask() {
    const found = await findTools()
    const there = found.map(({ name, version }) => `${name} ${version}`)
    const missing = [
      ...(terraformAmong(found) === undefined ? ['neither terraform nor tofu'] : []),
      ...(found.some(({ name }) => name === 'git') ? [] : ['no git']),
    ]
    if (missing.length === 0) return { result: 'pass', figure: there.join(', ') }
    return { result: 'warn', figure: [...there, `${missing.join(' and ')} on the PATH`].join(', ') }
  },
})
