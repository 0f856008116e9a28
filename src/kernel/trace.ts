/** Where an error was thrown, without its message: a message may quote a person's data. */
export const framesOf = (stack = ''): string[] =>
  stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 4)
    .map((line) => line.trim().replace(/\(?(file:\/\/)?\/.*\/(dist|node_modules)\//, '($2/'));
