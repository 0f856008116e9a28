/** The second factor, as the API says it. */
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'The second factor of the person signed in.' })
export class SecondFactor {
  @Field(() => Boolean)
  active: boolean;

  @Field(() => InstantScalar, { nullable: true })
  since: string | null;

  @Field(() => Int, { description: 'Recovery codes that have not served.' })
  recoveryCodesLeft: number;
}

@ObjectType({ description: 'What to put in a device; it protects nothing until its first code is given.' })
export class SecondFactorEnrolment {
  @Field(() => String, { description: 'To be typed by hand, in base 32.' })
  secret: string;

  @Field(() => String, { description: '`otpauth://totp/…`' })
  uri: string;

  @Field(() => String, { description: 'The same as a QR code, an SVG image.' })
  qrSvg: string;
}

@ArgsType()
export class CodeArgs {
  @Field(() => String, { description: 'Six figures, or a recovery code.' })
  code: string;
}

@ArgsType()
export class ProofsArgs extends CodeArgs {
  @Field(() => String)
  password: string;
}
