/** What may be done with work for later once it is queued: tried anew, or set aside until somebody decides. */
import type { Job, JobState } from '../kernel/jobs.js';
import { outageReason } from '../kernel/outage.js';
import { defineWorkflow } from '../kernel/workflow.js';
import type { Role } from '../habilitations/index.js';

// oxfmt-ignore
/** The steps of people; those of the workers are their claims (workers/claim.ts). A worker whose job is set aside writes nothing more. */
export const jobCycle = defineWorkflow<JobState, Job, Role>()('Travail', {
  rerun:    { from: ['queued', 'set_aside'], to: 'queued',    by: ['technicalAdministrator'] },
  setAside: { from: ['queued', 'running'],   to: 'set_aside', by: ['technicalAdministrator'] },
});

export type JobStep = (typeof jobCycle.names)[number];

/** How a state of a job is called in French. */
export const jobStateNames: Record<JobState, string> = {
  queued: 'En attente',
  running: 'En cours',
  done: 'Fait',
  set_aside: 'Mis de côté',
};

/** Why a job was not done, by the name of the error. */
const reasons: Readonly<Record<string, string>> = {
  WorkerLost: 'Trois processus se sont arrêtés pendant ce travail, sans qu’il avance.',
  Postponed: 'Il attend un service extérieur, et reprendra de lui-même.',
  SetAside: 'Un administrateur l’a mis de côté.',
  NoHandler: 'Cette version du programme ne connaît pas ce travail.',
  PostFailed: 'Le serveur de courrier n’a pas pris la lettre.',
  PrintFailed: 'Le document n’a pas été imprimé.',
  NotFiled: 'Le fichier relu n’est pas celui qui a été écrit.',
  NotKept: 'Le fichier relu n’est pas celui qui a été écrit.',
  VaultMissing: 'Un fichier manque.',
  VaultUnreadable: 'Un fichier gardé ne se lit plus.',
  LotUnproven: 'Un lot d’attestations n’a pas prouvé à qui est chaque page.',
  SealKeyAbsent: 'La clé qui scelle les attestations manque.',
  SheetReaderFault: 'Le lecteur de classeurs s’est arrêté.',
  ParameterMissing: 'Un barème manque pour ce mois.',
  QueryFailedError: 'La base n’a pas pris l’écriture.',
  NOT_FOUND: 'Ce dont il s’occupe n’existe plus, ou n’est plus ouvert à l’automate.',
  OVERTAKEN: 'Une autre action est passée avant.',
};

/** What is known of a failure, in French: `PostFailed 451` says what the server answered. */
export function reasonSentence({ lastError }: Pick<Job, 'lastError'>): string | null {
  if (lastError === null) return null;
  const [name = '', ...more] = lastError.split(' ');
  const sentence = outageReason(name) ?? reasons[name] ?? `Erreur interne : ${name}.`;
  return more.length > 0 ? `${sentence} Réponse : ${more.join(' ')}.` : sentence;
}
