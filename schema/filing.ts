/** Damaged files, as the API says them. */
import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from './connections.js';
import { damageStateNames, damageStates, fileKindNames, fileKinds, flawNames } from '../src/filing/index.js';
import { flaws } from '../src/kernel/vault.js';
import { enumOf } from './enums.js';
import { InstantScalar } from './scalars.js';

const FileKindEnum = enumOf('FileKind', 'What a kept file is of.', fileKinds, (kind) => fileKindNames[kind]);
const FileFlawEnum = enumOf(
  'FileFlaw',
  'How a kept file is other than what was recorded.',
  flaws,
  (flaw) => flawNames[flaw],
);
const DamageStateEnum = enumOf(
  'DamageState',
  'What became of a damaged file.',
  damageStates,
  (state) => damageStateNames[state],
);

@ObjectType({ description: 'A kept file that is not what was recorded any more; never what it says.' })
export class DamagedFile {
  @Field(() => ID)
  id: string;

  @Field(() => FileKindEnum)
  kind: string;

  @Field(() => String, { description: 'What it is of, by the reference that people know.' })
  name: string;

  @Field(() => FileFlawEnum)
  flaw: string;

  @Field(() => DamageStateEnum)
  state: string;

  @Field(() => String, { description: 'What is wrong and what became of it, in French.' })
  told: string;

  @Field(() => InstantScalar)
  foundAt: string;

  @Field(() => InstantScalar, { nullable: true, description: 'When it was made again or found restored.' })
  settledAt: string | null;
}

export const DamagedFileConnection = connectionOf('DamagedFile', () => DamagedFile);
