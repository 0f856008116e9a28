/** Who acts, what they may, when, and in which transaction: all a use case needs of the world. */
import type { MongoAbility } from '@casl/ability';
import type { EntityManager, EntityTarget, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Logger } from 'pino';
import type { Antivirus } from './antivirus.js';
import type { Clock, Day, Instant } from './calendar.js';
import { dayOf, instant } from './calendar.js';
import type { Database } from './database.js';
import type { Directory } from './directory.js';
import type { Sighting } from './consultation.js';
import { Sightings, writeSightings } from './consultation.js';
import type { IdentityProvider } from './identity-provider.js';
import type { Facts, Happening } from './journal.js';
import { append, isWritten } from './journal.js';
import type { Marker } from './marking.js';
import type { Notices } from './notices.js';
import type { Postman } from './postman.js';
import type { Printer } from './printer.js';
import { NotFound } from './refusal.js';
import type { Register } from './register.js';
import { restrict } from './scope.js';
import type { SheetReader } from './sheet.js';
import type { Vault } from './vault.js';

/** A person, a program that bears an access token, an automaton of a Caf, or nobody (not signed in). */
export interface Actor {
  kind: 'person' | 'token' | 'automaton' | 'nobody';
  id: string;
}

/** What lives as long as the process. */
export interface House {
  /** For real people: unsafe settings are refused, and the Caf's people sign in with a second factor. */
  readonly production: boolean;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly vault: Vault;
  readonly printer: Printer;
  readonly sheetReader: SheetReader;
  /** Nothing where workbooks are read without being looked into. */
  readonly antivirus: Antivirus | undefined;
  readonly marker: Marker;
  readonly directory: Directory;
  /** The families' records, for who must not read them. */
  readonly register: Register;
  readonly postman: Postman;
  /** To people who have no account here. */
  readonly notices: Notices;
  /** Nothing where people sign in here only. */
  readonly identityProvider: IdentityProvider | undefined;
  /** Where people find the service, without a slash at its end. */
  readonly publicUrl: string;
  /** The key of the secrets this house hands out (sessions). */
  readonly secret: string;
  /** The private key it signs documents with; empty: one is made at first use. */
  readonly sealKey: string;
  /** Tells the workers of this process that there is work. */
  wakeWorkers(): void;
}

/** A record of a Caf: what the journal is told about. */
export interface Subject {
  id: string;
  caf: string;
}

/** A job that is done, as its worker holds it. */
export interface Duty {
  /**
   * In the transaction of an effect, whether this worker still holds the job.
   *
   * @param isLast  nothing is left to do: the job is done with that effect
   * @throws JobLost when another holds it: the effect is then undone
   */
  hold(em: EntityManager, isLast: boolean): Promise<void>;
  /** Written once the last effect is committed. */
  isDone: boolean;
}

interface Unit {
  em: EntityManager;
  happenings: Happening[];
  after: (() => void)[];
  completes: boolean;
}

/** What lasts as long as the request: the transaction that is under way, and the personal records it hands out. */
interface Inside {
  unit?: Unit;
  seen: Sightings;
  /** The work that is done, where it is known beforehand: what it writes is then told with what it read. */
  why?: string;
  /** The job that is done, if any. */
  duty?: Duty;
}

export class Context {
  constructor(
    readonly house: House,
    readonly actor: Actor,
    readonly ability: MongoAbility,
    private readonly inside: Inside = { seen: new Sightings() },
  ) {}

  private get unit(): Unit | undefined {
    return this.inside.unit;
  }

  /** Outside a transaction, what is committed; inside, what it sees. */
  get em(): EntityManager {
    return this.unit?.em ?? this.house.database.reader;
  }

  now(): Date {
    return this.house.clock();
  }

  instant(): Instant {
    return instant(this.now());
  }

  today(): Day {
    return dayOf(this.now());
  }

  can(action: string, subject: object): boolean {
    return this.ability.can(action, subject as never);
  }

  /** @throws NOT_FOUND: what one may not do looks the same as what does not exist */
  demand(action: string, subject: { id: string }, what: string): void {
    if (!this.can(action, subject)) throw NotFound({ what, id: subject.id });
  }

  /** The records this actor may act upon, as a query to go on with; with no right it matches nothing. */
  scope<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity> & (new () => Entity),
    alias: string,
    action = 'read',
  ): SelectQueryBuilder<Entity> {
    return restrict(this.em.createQueryBuilder(entity, alias), this.ability, action, entity);
  }

  /** @throws NOT_FOUND when there is none, or none this actor may read */
  async find<Entity extends ObjectLiteral>(
    entity: EntityTarget<Entity> & (new () => Entity),
    id: string,
    what: string,
  ): Promise<Entity> {
    const found = await this.scope(entity, 'it').andWhere('it.id = :id', { id }).getOne();
    if (!found) throw NotFound({ what, id });
    return found;
  }

  /**
   * The query, reading what is committed at that moment and holding it so until the end of the transaction; outside
   * of one, as it is.
   */
  held<Entity extends ObjectLiteral>(query: SelectQueryBuilder<Entity>): SelectQueryBuilder<Entity> {
    return this.locking(query, 'pessimistic_read');
  }

  /** The same, and nobody else holds it meanwhile: whoever asks for it next waits for the end of the transaction. */
  alone<Entity extends ObjectLiteral>(query: SelectQueryBuilder<Entity>): SelectQueryBuilder<Entity> {
    return this.locking(query, 'pessimistic_write');
  }

  /** The same, without those that somebody else holds: whoever looks for something to take waits for nobody. */
  free<Entity extends ObjectLiteral>(query: SelectQueryBuilder<Entity>): SelectQueryBuilder<Entity> {
    const alone = this.alone(query);
    return alone.expressionMap.lockMode ? alone.setOnLocked('skip_locked') : alone;
  }

  private locking<Entity extends ObjectLiteral>(
    query: SelectQueryBuilder<Entity>,
    lock: 'pessimistic_read' | 'pessimistic_write',
  ): SelectQueryBuilder<Entity> {
    // SQLite's transaction is immediate: it holds the whole file already.
    return this.unit && this.house.database.engine !== 'sqlite' ? query.setLock(lock) : query;
  }

  /**
   * All or nothing: the work, its journal entries and its jobs. Joins the
   * transaction that is under way, if any. The work may be replayed.
   *
   * @throws JobLost when the job that is done was taken by another worker
   */
  async transaction<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
    if (this.unit) return work(this);
    const { seen: before, why, duty } = this.inside;
    let entryId: string | undefined;
    const isKept = async (em: EntityManager) => isWritten(em, entryId);
    const { result, unit, seen, told } = await this.house.database.write(async (em) => {
      const unit: Unit = { em, happenings: [], after: [], completes: false };
      const seen = new Sightings();
      const result = await work(new Context(this.house, this.actor, this.ability, { unit, seen, why, duty }));
      await duty?.hold(em, unit.completes);
      entryId = await append(em, unit.happenings);
      const told = why ? [...before.all, ...seen.all] : [];
      if (why) await this.tell(em, told, why);
      return { result, unit, seen, told };
    }, isKept);
    before.drop(told);
    for (const sighting of seen.all) if (!told.includes(sighting)) before.add(sighting);
    if (duty && unit.completes) duty.isDone = true;
    for (const done of unit.after) done();
    return result;
  }

  /** Writes in the journal, in the current transaction. */
  record(action: string, what: string, { id, caf }: Subject, facts: Facts = {}): void {
    this.inUnit().happenings.push({
      chain: caf,
      at: this.instant(),
      actorId: this.actor.id,
      action,
      subject: what,
      subjectId: id,
      facts,
    });
  }

  /**
   * Notes that a personal record is about to be handed out.
   *
   * @param records  how many of its rows
   */
  saw(what: string, { id: recordId, caf }: Subject, records = 1): void {
    this.inside.seen.add({ what, recordId, caf, records });
  }

  /** The current transaction is the last of the job that is done, if one is: its effect and its end are one. */
  complete(): void {
    this.inUnit().completes = true;
  }

  /** The same actor at a named work: what it reads on its way is told in the transactions that come of it. */
  doing(why: string, duty?: Duty): Context {
    return new Context(this.house, this.actor, this.ability, { seen: new Sightings(), why, duty });
  }

  /** The same actor, in whose name a part of that job is done. */
  atWorkOf({ inside: { duty } }: Context): Context {
    return new Context(this.house, this.actor, this.ability, { ...this.inside, duty });
  }

  /**
   * Writes down what was seen, and why, before the answer leaves: a door whose
   * answer cannot be told of must not let it go.
   *
   * @param why  the operation
   */
  async tellSeen(why: string): Promise<void> {
    const { seen } = this.inside;
    const { all } = seen;
    if (all.length === 0) return;
    await this.house.database.write((em) => this.tell(em, all, why));
    seen.drop(all);
  }

  private tell(em: EntityManager, seen: readonly Sighting[], why: string): Promise<void> {
    const { kind: actorKind, id: actorId } = this.actor;
    return writeSightings(em, seen, { at: this.instant(), actorKind, actorId, why: why.slice(0, 120) });
  }

  /** Does something once the current transaction is committed, and never otherwise. */
  afterCommit(told: () => void): void {
    this.inUnit().after.push(told);
  }

  private inUnit(): Unit {
    if (!this.unit) throw new Error('This is written in a transaction only.');
    return this.unit;
  }
}
