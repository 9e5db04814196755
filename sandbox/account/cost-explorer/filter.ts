import type { Expression, GroupDefinition } from '@aws-sdk/client-cost-explorer'
import { AwsError } from '../errors.js'
import type { BillItem } from './items.js'

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message)
}

const dimensions: Readonly<Record<string, (item: BillItem) => string>> = {
  SERVICE: ({ service }) => service,
  USAGE_TYPE: ({ usageType }) => usageType,
  REGION: ({ region }) => region,
  LINKED_ACCOUNT: () => '123456789012',
  RECORD_TYPE: () => 'Usage',
}

/** The only tag that is activated as a cost allocation tag; every other key finds nothing, as in AWS. */
const tagKey = 'Environment'

/** Whether an item passes a filter. Refuses what Cost Explorer refuses: an expression has exactly one operator. */
export function matches(item: BillItem, filter: Expression | undefined): boolean {
  if (filter === undefined) return true
  const operators = Object.entries(filter).filter(([, value]) => value !== undefined)
  if (operators.length !== 1) {
    throw validation(
      'Expression may have only one of the following: Dimensions, Tags, CostCategories, And, Or, Not.',
    )
  }
  const { And: all, Or: any, Not: none, Dimensions: dimension, Tags: tag } = filter
  if (all !== undefined) return severalOf(all, 'And').every((inner) => matches(item, inner))
  if (any !== undefined) return severalOf(any, 'Or').some((inner) => matches(item, inner))
  if (none !== undefined) return !matches(item, none)
  if (dimension !== undefined) {
    const value = valueOf(dimension.Key ?? '')(item)
    return matchesValue(value, dimension.Values, dimension.MatchOptions, ['EQUALS', 'CASE_SENSITIVE'])
  }
  if (tag !== undefined) {
    const value = tag.Key === tagKey ? item.environment : ''
    return matchesValue(value, tag.Values, tag.MatchOptions, ['EQUALS', 'ABSENT', 'CASE_SENSITIVE'])
  }
  // There are no cost categories in this account.
  return false
}

function severalOf(expressions: readonly Expression[], operator: string): readonly Expression[] {
  if (expressions.length < 2) throw validation(`${operator} expects at least two expressions.`)
  return expressions
}

function matchesValue(
  value: string,
  wanted: readonly string[] | undefined,
  options: readonly string[] | undefined,
  allowed: readonly string[],
): boolean {
  const unknown = options?.find((option) => !allowed.includes(option))
  if (unknown !== undefined) throw validation(`Match option ${unknown} is not supported here.`)
  if (options?.includes('ABSENT')) return value === ''
  if (wanted === undefined || wanted.length === 0) throw validation('Values must not be empty.')
  return wanted.includes(value)
}

function valueOf(key: string): (item: BillItem) => string {
  const found = Object.hasOwn(dimensions, key) ? dimensions[key] : undefined
  if (found === undefined) throw validation(`Dimension ${key} is invalid for this request.`)
  return found
}

/** How a group definition reads an item: a dimension's value, or `Environment$staging` for a tag. */
export function keyReader({ Type: type, Key: key = '' }: GroupDefinition): (item: BillItem) => string {
  if (type === 'TAG') return (item) => `${key}$${key === tagKey ? item.environment : ''}`
  if (type === 'DIMENSION') return valueOf(key)
  throw validation(`Group definition type ${type ?? 'null'} is invalid.`)
}

/** Whether tags stand anywhere in a filter. */
export function hasTags(filter: Expression | undefined): boolean {
  if (filter === undefined) return false
  const inner = [
    ...(filter.And ?? []),
    ...(filter.Or ?? []),
    ...(filter.Not === undefined ? [] : [filter.Not]),
  ]
  return filter.Tags !== undefined || inner.some(hasTags)
}
