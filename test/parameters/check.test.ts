import { expect, test } from '@jest/globals';
import type { Entry, Version } from '../../src/parameters/check.js';
import { check, ParameterFaulty } from '../../src/parameters/check.js';

const version = (changes: Partial<Version> = {}): Version => ({
  from: '2024-01',
  value: 16,
  status: 'confirmed',
  source: 'docs/sources.md#minimum-hours',
  ...changes,
});

const hours = (...versions: Version[]): Record<string, Entry> => ({
  some_hours: { label: 'Heures', unit: 'hours', versions },
});

test.each<[string, Version[], string]>([
  ['one figure that still applies', [version()], ''],
  ['two that follow each other', [version({ to: '2024-12' }), version({ from: '2025-01' })], ''],
  ['a figure of one month', [version({ to: '2024-01' }), version({ from: '2024-02', to: '2024-03' })], ''],
  ['a doubtful figure with its other value', [version({ status: 'to confirm', perhaps: 0 })], ''],
  [
    'a month without figure',
    [version({ to: '2024-11' }), version({ from: '2025-01' })],
    'gap from 2024-12 to 2025-01',
  ],
  [
    'a month with two figures',
    [version({ to: '2025-01' }), version({ from: '2025-01' })],
    'overlap at 2025-01',
  ],
  ['a figure after one that never ends', [version(), version({ from: '2025-01' })], 'overlap at 2025-01'],
  [
    'figures in the wrong order',
    [version({ from: '2025-01', to: '2025-12' }), version({ to: '2024-12' })],
    'overlap at 2024-01',
  ],
  ['an end before the start', [version({ to: '2023-12' })], 'ends in 2023-12, before it starts in 2024-01'],
  ['a start that is a day', [version({ from: '2024-01-01' })], 'from "2024-01-01" is not a month'],
  ['a thirteenth month', [version({ to: '2024-13' })], 'to "2024-13" is not a month'],
  ['half an hour', [version({ value: 15.5 })], 'value 15.5 is not a whole number'],
  [
    'half an hour, perhaps',
    [version({ status: 'to confirm', perhaps: 0.5 })],
    'value 0.5 is not a whole number',
  ],
  ['a status of its own', [version({ status: 'sure' })], 'unknown status "sure"'],
  [
    'a confirmed figure that may be another',
    [version({ perhaps: 0 })],
    'has another possible value, yet is confirmed',
  ],
  [
    'a source elsewhere',
    [version({ source: 'somewhere' })],
    'source "somewhere" is not a section of docs/sources.md',
  ],
  ['no figure at all', [], 'no version'],
])('%s', (_, versions, fault) => {
  const checked = () => check([hours(...versions)]);
  if (fault) expect(checked).toThrow(new ParameterFaulty(`Parameter some_hours: ${fault}`));
  else expect(checked).not.toThrow();
});

test('an unknown unit is a fault', () => {
  expect(() => check([{ some_hours: { label: 'Heures', unit: 'hour', versions: [version()] } }])).toThrow(
    new ParameterFaulty('Parameter some_hours: unknown unit "hour"'),
  );
});

test('a parameter belongs to one family', () => {
  expect(() => check([hours(version()), hours(version())])).toThrow(
    new ParameterFaulty('Parameter some_hours: is in two families'),
  );
});
