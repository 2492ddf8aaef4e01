import { en } from './en/index.ts'

/** Every text of the interface, by area and name; a text with values in it is a function. */
export type Texts = typeof en

/** The texts in the language that is spoken. */
export const t: Texts = { ...en }

/** Speaks another language: called once, before any page is loaded, so that texts in constants are right too. */
export const speak = (texts: Texts): void => void Object.assign(t, texts)
