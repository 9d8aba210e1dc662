export type ServiceErrorName =
  | 'ActionNotFoundException'
  | 'ApprovalAlreadyCompletedException'
  | 'DuplicatedStopRequestException'
  | 'InvalidApprovalTokenException'
  | 'InvalidJobStateException'
  | 'InvalidNextTokenException'
  | 'JobNotFoundException'
  | 'NotLatestPipelineExecutionException'
  | 'OutputVariablesSizeExceededException'
  | 'PipelineExecutionNotFoundException'
  | 'PipelineExecutionNotStoppableException'
  | 'PipelineNotFoundException'
  | 'PipelineVersionNotFoundException'
  | 'StageNotFoundException'
  | 'StageNotRetryableException'
  | 'UnableToRollbackStageException'
  | 'UnknownOperationException'
  | 'ValidationException';

/** An answer of the service that is an error; its name is what travels as the error's type. */
export class ServiceError extends Error {
  override readonly name: ServiceErrorName;

  constructor(name: ServiceErrorName, message: string) {
    super(message);
    this.name = name;
  }
}
