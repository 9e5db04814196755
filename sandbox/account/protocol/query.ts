/** The members of a Query request: texts, lists and structures. Numbers are named, since a form knows only text. */
const numberMembers = new Set(['DurationSeconds', 'MaxRecords', 'PageSize', 'Port'])

type Member = string | number | Member[] | { [name: string]: Member }

interface Branch {
  text?: string
  children?: Map<string, Branch>
}

/** Reads `A.member.1.B=x` as `{ A: [{ B: 'x' }] }`. An empty value means that nothing was given. */
export function parseQuery(form: URLSearchParams): Record<string, Member> {
  const root: Branch = {}
  for (const [path, text] of form) {
    if (path === 'Action' || path === 'Version' || text === '') continue
    let branch = root
    for (const name of path.split('.')) {
      branch.children ??= new Map()
      let child = branch.children.get(name)
      if (child === undefined) {
        child = {}
        branch.children.set(name, child)
      }
      branch = child
    }
    branch.text = text
  }
  const members: Record<string, Member> = {}
  for (const [name, branch] of root.children ?? []) members[name] = member(name, branch)
  return members
}

function member(name: string, branch: Branch): Member {
  if (branch.children === undefined) {
    const text = branch.text ?? ''
    return numberMembers.has(name) ? Number(text) : text
  }
  const list = branch.children.get('member')
  if (list?.children !== undefined) {
    return [...list.children]
      .sort(([left], [right]) => Number(left) - Number(right))
      .map(([, item]) => member('', item))
  }
  const structure: Record<string, Member> = {}
  for (const [childName, child] of branch.children) structure[childName] = member(childName, child)
  return structure
}
