/** Who acts, what they may, when, and in which transaction: all a use case needs of the world. */
import type { MongoAbility } from '@casl/ability';
import type { EntityManager, EntityTarget, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Logger } from 'pino';
import type { Clock, Day, Instant } from './calendar.js';
import { dayOf, instant } from './calendar.js';
import type { Database } from './database.js';
import type { Directory } from './directory.js';
import type { Facts, Happening } from './journal.js';
import { append } from './journal.js';
import type { Postman } from './postman.js';
import type { Printer } from './printer.js';
import { NotFound } from './refusal.js';
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
  readonly directory: Directory;
  readonly postman: Postman;
  /** Where people find the service, without a slash at its end. */
  readonly publicUrl: string;
  /** The key of the secrets this house hands out (sessions). */
  readonly secret: string;
  /** Tells the workers of this process that there is work. */
  wakeWorkers(): void;
}

/** A record of a Caf: what the journal is told about. */
export interface Subject {
  id: string;
  caf: string;
}

interface Unit {
  em: EntityManager;
  happenings: Happening[];
  after: (() => void)[];
}

export class Context {
  constructor(
    readonly house: House,
    readonly actor: Actor,
    readonly ability: MongoAbility,
    private readonly unit?: Unit,
  ) {}

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
   */
  async transaction<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
    if (this.unit) return work(this);
    let after: Unit['after'] = [];
    const result = await this.house.database.write(async (em) => {
      const unit: Unit = { em, happenings: [], after: [] };
      const value = await work(new Context(this.house, this.actor, this.ability, unit));
      await append(em, unit.happenings);
      ({ after } = unit);
      return value;
    });
    for (const told of after) told();
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

  /** Does something once the current transaction is committed, and never otherwise. */
  afterCommit(told: () => void): void {
    this.inUnit().after.push(told);
  }

  private inUnit(): Unit {
    if (!this.unit) throw new Error('This is written in a transaction only.');
    return this.unit;
  }
}
