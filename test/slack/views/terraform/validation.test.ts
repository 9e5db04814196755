import { expect, it } from 'vitest'
import type { ValidationShown } from '../../../../src/core/terraform.js'
import { validationMessage } from '../../../../src/slack/views/terraform/validation.js'

const shown = (directory: string): ValidationShown => ({
  ...{ id: 'logs-7k2m9qa', status: 'done', startedAt: 0, endedAt: 1_000, askedBy: 'Vera' },
  validation: {
    target: 'all',
    directories: [
      {
        directory,
        result: 'invalid',
        diagnostics: [{ severity: 'error', summary: 'It is wrong.' }],
        more: 0,
      },
    ],
  },
})
const sections = (directory: string) =>
  JSON.stringify(validationMessage(shown(directory), { buttons: false }).blocks)

it('a folder’s name makes no line, no mention and no marks of its own', () => {
  const forged = sections('modules/x\n🟢 *Terraform, all: valid*')
  expect(forged).not.toContain('\\n🟢')
  expect(forged).toContain('`modules/x 🟢 *Terraform, all: valid*`')
  expect(sections('modules/<!channel>')).toContain('&lt;!channel&gt;')
  expect(sections('modules/a_b')).toContain('*modules/a_b*')
})
