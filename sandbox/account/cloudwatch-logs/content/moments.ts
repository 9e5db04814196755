/** Containers run in UTC: `2026-11-23 14:02:11,123`, as Python's logging writes moments. */
export function pythonMoment(at: number): string {
  const iso = new Date(at).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)},${iso.slice(20, 23)}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `23/Nov/2026:14:02:11 +0000`, as in nginx's access log. */
export function accessMoment(at: number): string {
  const iso = new Date(at).toISOString()
  const month = months[Number(iso.slice(5, 7)) - 1] ?? ''
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}

/** `2026/11/23 14:02:11`, as in nginx's error log. */
export function errorMoment(at: number): string {
  const iso = new Date(at).toISOString()
  return `${iso.slice(0, 10).replaceAll('-', '/')} ${iso.slice(11, 19)}`
}
