import * as z from 'zod';
import type { JsonService } from '../aws/json-service.ts';
import { ServiceFault } from '../aws/service-fault.ts';

type Operation = (input: unknown) => unknown;

/** One operation of a service: its input is checked before it runs. */
export function defineOperation<S extends z.ZodType>(
  schema: S,
  run: (input: z.infer<S>) => unknown,
): Operation {
  return (input) => run(z.parse(schema, input));
}

/** A service with these operations and no others. */
export function toService(operations: Readonly<Record<string, Operation>>): JsonService {
  const known = new Map(Object.entries(operations));
  return async (operation, input) => {
    const run = known.get(operation);
    if (run === undefined) throw unknownOperation(operation);
    return run(input);
  };
}

export function unknownOperation(operation: string): ServiceFault {
  return new ServiceFault('UnknownOperationException', `The operation ${operation} is not simulated`);
}
