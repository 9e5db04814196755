import type { Bench } from './figure.js'
export const press: Bench = async () => []
