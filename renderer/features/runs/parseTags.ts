/** 'a, b' as tags: at most 50, each once, none empty. */
export const parseTags = (text: string): string[] =>
  [...new Set(text.split(',').map(tag => tag.trim().slice(0, 40)))].filter(tag => tag !== '').slice(0, 50)
