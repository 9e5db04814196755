import { expect, test } from 'vitest'
import { describeInBrowser } from './in-browser.js'

describeInBrowser('buttons, menus and modals on the sandbox page', (visit) => {
  test('a pressed button is busy until the delivery is answered, and the message changes in place', async () => {
    const { page, open, messageWith, receivedBy } = visit()
    await open('U0APPROVE', 'devops')
    const approve = page.getByRole('button', { name: 'Approve', exact: true })
    const before = await page.locator('.conversation .message').count()
    await approve.click()
    expect(await approve.isDisabled()).toBe(true)
    await messageWith('Approved by @Aaron Approver').getByText('(edited)').waitFor()
    expect(await page.locator('.conversation .message').count()).toBe(before)
    expect(receivedBy('act')).toEqual([
      {
        person: 'U0APPROVE',
        container: { kind: 'message', channel: 'C0DEVOPS', ts: expect.any(String) },
        blockId: 'decide',
        actionId: 'approve',
      },
    ])
  })

  test('a button with a confirmation asks first, and no means no', async () => {
    const { page, open, receivedBy } = visit()
    await open('U0APPROVE', 'devops')
    await page.getByRole('button', { name: 'Reject' }).click()
    await page.getByRole('button', { name: 'Keep it' }).click()
    expect(receivedBy('act')).toEqual([])
    await page.getByRole('button', { name: 'Reject' }).click()
    await page.getByRole('button', { name: 'Reject it' }).click()
    await expect.poll(() => receivedBy('act')).toMatchObject([{ actionId: 'reject' }])
  })

  test('what is folded is opened by a press on its title, and folded again', async () => {
    const { page, open } = visit()
    await open('U0REQUEST', 'devops')
    const inside = page.locator('.conversation').getByText('Registered')
    await page.getByText('3 steps went well').waitFor()
    expect(await inside.isVisible()).toBe(false)
    await page.getByText('3 steps went well').click()
    await inside.waitFor()
    await page.getByText('3 steps went well').click()
    await inside.waitFor({ state: 'hidden' })
  })

  test('menus and dates deliver what was chosen', async () => {
    const { page, open, receivedBy } = visit()
    await open('U0REQUEST', 'devops')
    await page.getByRole('combobox', { name: 'Environment' }).selectOption('production')
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Show the plan' }).click()
    await page.getByRole('button', { name: 'Services' }).click()
    await page.getByRole('checkbox', { name: 'backend' }).check()
    await page.getByRole('checkbox', { name: 'frontend' }).check()
    await page.keyboard.press('Escape')
    await page.getByLabel('Date').fill('2026-12-24')
    await expect
      .poll(() => receivedBy('act'))
      .toMatchObject([
        { actionId: 'environment', value: 'production' },
        { actionId: 'more', value: 'plan' },
        { actionId: 'services', value: ['backend', 'frontend'] },
        { actionId: 'day', value: '2026-12-24' },
      ])
  })

  test('a modal keeps what was typed through an error and a second modal, then closes', async () => {
    const { page, open, messageWith, receivedBy } = visit()
    await open('U0REQUEST', 'devops')
    await page.getByRole('button', { name: 'Change…' }).click()
    const modal = page.getByRole('dialog', { name: 'Scale a service' })
    await modal.getByRole('button', { name: 'Review' }).click()
    await modal.getByText('Please complete this required field.').waitFor()

    await modal.getByRole('textbox', { name: 'Tasks' }).fill('40')
    await modal.getByRole('radio', { name: 'production' }).check()
    await modal.getByRole('checkbox', { name: '#incidents' }).check()
    await modal.getByRole('button', { name: 'Review' }).click()
    await modal.getByText('At most 10 tasks, not 40').waitFor()

    await modal.getByRole('button', { name: 'Details' }).click()
    await page.getByRole('dialog', { name: 'Details' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await modal.getByRole('textbox', { name: 'Tasks' }).inputValue()).toBe('40')

    await modal.getByRole('textbox', { name: 'Tasks' }).fill('4')
    await modal.getByRole('textbox', { name: 'Tasks' }).press('Enter')
    await messageWith('Submitted.').getByText('Only visible to you').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Change…')
    expect(receivedBy('submit').at(-1)).toMatchObject({
      person: 'U0REQUEST',
      modal: 'V1',
      values: {
        environment: { value: 'production' },
        service: { value: 'backend' },
        count: { value: '4' },
        tell: { value: ['#incidents'] },
      },
    })
  })

  test('the home tab asks the bot for its view and shows it', async () => {
    const { page, open, receivedBy } = visit()
    await open('U0REQUEST', 'home')
    await page.locator('.home-tab').getByText('staging is healthy').waitFor()
    await page.locator('.home-tab').getByRole('button', { name: 'Approve', exact: true }).click()
    await expect
      .poll(() => receivedBy('act'))
      .toMatchObject([{ container: { kind: 'home' }, actionId: 'approve' }])
    expect(receivedBy('home')).toEqual([{ person: 'U0REQUEST' }])
  })
})
