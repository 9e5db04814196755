/** What a value is made of: each member's path with its type. Of a list the items are taken together. */
export function shapeOf(value: unknown, at = ''): ReadonlyMap<string, string> {
  const shape = new Map<string, string>()
  const add = (path: string, one: unknown) => {
    if (one === undefined || one === null) return
    if (Array.isArray(one)) {
      shape.set(path, 'list')
      for (const item of one) add(`${path}[]`, item)
    } else if (one instanceof Date) shape.set(path, 'moment')
    else if (one instanceof Uint8Array) shape.set(path, 'bytes')
    else if (typeof one === 'object') {
      if (path !== at) shape.set(path, 'structure')
      for (const [name, member] of Object.entries(one)) add(path === '' ? name : `${path}.${name}`, member)
    } else shape.set(path, typeof one)
  }
  add(at, value)
  return shape
}
