import type { Person } from './workspace/contract.js'

/** The three people of the sandbox: one asks, one approves, one only looks. */
export const requester: Person = {
  slackId: 'U0REQUEST',
  name: 'Rita Requester',
  title: 'asks for changes',
  color: '#2b6cb0',
}

export const approver: Person = {
  slackId: 'U0APPROVE',
  name: 'Aaron Approver',
  title: 'approves changes',
  color: '#2f855a',
}

export const viewer: Person = {
  slackId: 'U0VIEWERS',
  name: 'Vera Viewer',
  title: 'only looks',
  color: '#b7791f',
}

export const people: readonly Person[] = [requester, approver, viewer]

/** What stands in for a real workspace's secrets. They open nothing outside the sandbox. */
export const credentials = {
  botToken: 'xoxb-sandbox-bot-token',
  appToken: 'xapp-sandbox-app-token',
  signingSecret: 'sandbox-signing-secret',
  hookSecret: 'sandbox-hook-secret-0123456789abcdef',
} as const
