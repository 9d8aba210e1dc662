import type { AlarmState, Alarms } from '#shared/clients/alarms.ts';
import type { MachineRun, Start, StateMachines } from '#shared/clients/state-machines.ts';

export const RUNNING: MachineRun = {
  status: 'RUNNING',
  output: undefined,
  error: undefined,
  cause: undefined,
};

/** Step Functions, as far as starting goes: the same name is the same execution. */
export class FakeStateMachines implements StateMachines {
  readonly starts: Start[] = [];
  /** How the execution that is asked after stands; undefined: it is not known. */
  run: MachineRun | undefined = RUNNING;
  /** Thrown by the next calls, one each. */
  readonly failures: Error[] = [];

  async start(start: Start): Promise<string> {
    this.throwNext();
    if (!this.starts.some(({ name }) => name === start.name)) this.starts.push(start);
    return `${start.machine.replace(':stateMachine:', ':execution:')}:${start.name}`;
  }

  async findRun(): Promise<MachineRun | undefined> {
    this.throwNext();
    return this.run;
  }

  private throwNext(): void {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
  }
}

/** CloudWatch with the alarms that it is given. */
export class FakeAlarms implements Alarms {
  states: readonly AlarmState[] = [];
  readonly failures: Error[] = [];

  async list(names: readonly string[]): Promise<readonly AlarmState[]> {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    return this.states.filter(({ name }) => names.includes(name));
  }
}
