import { z } from 'zod'
import { roles } from '../core/caller.js'
import * as shapes from './shapes.js'

export const RawGrant = z.strictObject({
  users: z.array(shapes.SlackUserId).max(1_000).default([]).describe('Slack user ids, `U…` or `W…`.'),
  groups: z.array(shapes.SlackGroupId).max(100).default([]).describe('Slack user group ids, `S…`.'),
  environments: z
    .array(shapes.Word)
    .max(100)
    .default([])
    .describe('Names of the environments in which the role holds. Empty: everywhere.'),
})

const RawGrants = z.union([RawGrant, z.array(RawGrant).min(1).max(100)]).optional()

export const RawRoles = z.strictObject({
  viewer: RawGrants.describe('Who may look.'),
  operator: RawGrants.describe('Who may also ask for changes.'),
  approver: RawGrants.describe('Who may also approve the changes of others.'),
  admin: RawGrants.describe('Who may do everything.'),
  everyone: z
    .enum(roles)
    .optional()
    .describe(
      'The role of full members of the workspace whom no entry names: not of guests, bots, deactivated accounts, nor of people of another workspace in a shared channel (Slack Connect), who have only what an entry names them for. Left out: they may do nothing.',
    ),
})
