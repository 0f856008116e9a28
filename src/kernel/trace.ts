/** Where an error was thrown, without its message (it may quote a person's data) nor the paths of the machine. */
export const framesOf = (stack = ''): string[] =>
  stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 4)
    .map((line) => line.trim().replace(/(?:file:\/\/)?(?:\/[^/()]+)*\/([^/()]+\/[^/()]+:\d+:\d+)/, '$1'));
