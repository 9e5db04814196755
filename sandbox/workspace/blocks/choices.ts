import { isNode, type Node, type Report, type Rule } from './rules.js'

/** What is chosen at first must be one of the options, in value and text: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
export function chosenAmongOptions(field: 'initial_option' | 'initial_options'): Rule {
  return (value, pointer, report) => {
    if (!isNode(value)) return
    const chosen = nodesIn(field === 'initial_option' ? [value[field]] : value[field])
    const offered = [...nodesIn(value['options']), ...nodesIn(value['option_groups']).flatMap(optionsOf)]
    for (const [index, option] of chosen.entries()) {
      if (offered.some((each) => isSame(each, option))) continue
      const at = field === 'initial_option' ? '' : `/${index}`
      report(`${pointer}/${field}${at}`, 'must be one of the provided options')
    }
  }
}

/** A lower bound that stands above its upper bound. */
export function notAbove(lower: string, upper: string): Rule {
  return (value: unknown, pointer: string, report: Report) => {
    if (!isNode(value) || value[lower] === undefined || value[upper] === undefined) return
    if (Number(value[lower]) > Number(value[upper]))
      report(`${pointer}/${lower}`, `must not be more than ${upper}`)
  }
}

function optionsOf(group: Node): readonly Node[] {
  return nodesIn(group['options'])
}

function nodesIn(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function isSame(one: Node, other: Node): boolean {
  return one['value'] === other['value'] && textOf(one) === textOf(other)
}

function textOf({ text }: Node): unknown {
  return isNode(text) ? text['text'] : undefined
}
