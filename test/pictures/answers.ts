import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onSandboxPage, sandboxUrl } from './sandbox-page.js'

/** The README's pictures of answers: `npx tsx test/pictures/answers.ts docs/images`. */
const [images = ''] = process.argv.slice(2)
if (images === '') throw new Error('Say where the pictures go: npx tsx test/pictures/answers.ts docs/images')

const rita = 'U0REQUEST'
const vera = 'U0VIEWERS'
/** Who says it, what is said, and words of the answer that is shown. */
const answers = [
  ['status', vera, '/ohmy status staging', 'staging is healthy'],
  ['metrics', vera, '/ohmy metrics production', 'figures meet their target'],
  ['scaled', rita, '/ohmy scale backend 4 staging', 'from 1 to 4 tasks — Done'],
  ['failed', rita, '/ohmy deploy backend sprint-14-0c9b7aa-oom staging', '— Rolled back'],
] as const

await onSandboxPage({ width: 1060, height: 2_000 }, async (page) => {
  page.setDefaultTimeout(90_000)
  const answer = (words: string) => page.locator('.conversation .message', { hasText: words }).last()
  const picture = async (name: string, words: string) => {
    await answer(words).waitFor()
    await wait(1_000)
    await page.mouse.move(1, 1)
    await answer(words).screenshot({ path: join(images, `${name}.png`) })
  }
  for (const [name, person, line, words] of answers) {
    await page.goto(`${sandboxUrl}/?person=${person}&channel=devops`)
    await page.getByRole('textbox').last().fill(line)
    await page.keyboard.press('Enter')
    await picture(name, words)
  }
  await answer('— Rolled back').getByRole('button', { name: 'Runbook: Out of memory' }).click()
  await picture('runbook', 'The checks speak for')
  await page.goto(`${sandboxUrl}/?person=U0REQUEST&channel=devops`)
  await page.getByRole('textbox').last().fill('/ohmy deploy backend production --reason "release 14"')
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog')
  await form.getByText('runs in').first().waitFor({ state: 'attached' })
  const image = form.locator('[data-block=image] select')
  // Open, as it is seen by whoever chooses.
  await image.evaluate((menu) => menu.setAttribute('size', '8'))
  await wait(500)
  await form.screenshot({ path: join(images, 'form.png') })
})
