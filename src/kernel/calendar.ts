/** Months and days of the French calendar, as text: they sort, compare and never shift with a time zone. */

/** A calendar month, `YYYY-MM`. */
export type Month = string;
/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;
/** A moment, ISO 8601 in UTC with milliseconds: `2026-11-05T08:00:00.000Z`. */
export type Instant = string;

/** Tells the time. Only the context holds one; tests and the demonstration set their own. */
export type Clock = () => Date;

export const DAY_MS = 86_400_000;

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

const parisian = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });
const parisianHour = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  hour: '2-digit',
  hourCycle: 'h23',
});
const frenchMoment = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  dateStyle: 'long',
  timeStyle: 'short',
});
const frenchMonth = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'UTC',
  month: 'long',
  year: 'numeric',
});

export const isMonth = (text: string): boolean => MONTH.test(text);

/** Whether the text names a day that exists (2026-02-29 does not). */
export const isDay = (text: string): boolean => {
  const parts = DAY.exec(text);
  if (!parts) return false;
  const [, year, month, day] = parts.map(Number) as [number, number, number, number];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(monthOf(text));
};

export const instant = (date: Date): Instant => date.toISOString();

/** The day it is in Paris at that moment. */
export const dayOf = (date: Date): Day => parisian.format(date);

/** The hour it is in Paris at that moment, 0 to 23. */
export const hourOf = (date: Date): number => Number(parisianHour.format(date));

export const monthOf = (day: Day): Month => day.slice(0, 7);

const index = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

export const addMonths = (month: Month, count: number): Month => {
  const at = index(month) + count;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
};

/** Whole months from the first month to the second; negative when the second comes earlier. */
export const monthsBetween = (from: Month, to: Month): number => index(to) - index(from);

export const daysIn = (month: Month): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();

/** Hours in a month, counted on the clock of a wall: the two changes of hour are left out. */
export const hoursIn = (month: Month): number => daysIn(month) * 24;

export const firstDayOf = (month: Month): Day => `${month}-01`;
export const lastDayOf = (month: Month): Day => `${month}-${daysIn(month)}`;

export const addDays = (day: Day, count: number): Day =>
  new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);

/** Completed years at that day; a person born on 29 February turns one year older on 1 March. */
export const ageAt = (birth: Day, day: Day): number =>
  Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0);

/** `2026-10-05` → `05/10/2026`. */
export const frenchDay = (day: Day): string => day.split('-').toReversed().join('/');
/** `2026-10` → `octobre 2026`. */
export const frenchMonthName = (month: Month): string =>
  frenchMonth.format(new Date(`${month}-01T00:00:00Z`));
/** `2026-10` → `10/2026`, as the workbook writes it. */
export const slashMonth = (month: Month): string => month.split('-').toReversed().join('/');
/** `2026-11-05T08:00:00.000Z` → `5 novembre 2026 à 09:00`, Paris time. */
export const frenchInstant = (at: Instant): string => frenchMoment.format(new Date(at));
