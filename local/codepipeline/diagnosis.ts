/** What the service of a failed action can be asked, beyond its event. What a plan leaves out is made up. */
export interface Diagnosis {
  /** Of CodeBuild. */
  readonly build?: BuildDiagnosis;
  /** Of CodeDeploy. */
  readonly deployment?: DeploymentDiagnosis;
  /** Of CloudFormation. */
  readonly stack?: StackDiagnosis;
  /** What a build or a command wrote, oldest first. */
  readonly log?: readonly string[];
}

export interface BuildDiagnosis {
  readonly phase?: string;
  readonly code?: string;
  readonly message?: string;
  readonly tests?: { readonly total: number; readonly failed: readonly string[] };
}

export interface DeploymentDiagnosis {
  readonly targets?: { readonly failed: number; readonly all: number };
  /** Of its life: BeforeInstall, ApplicationStart, ValidateService, … */
  readonly event?: string;
  readonly script?: string;
  readonly message?: string;
  /** The end of what the script wrote, oldest first. */
  readonly logTail?: readonly string[];
}

export interface StackDiagnosis {
  /** What failed first. */
  readonly resource?: StackResource;
  readonly reason?: string;
  /** What was under way, and was canceled because of it. */
  readonly canceled?: readonly StackResource[];
}

export interface StackResource {
  readonly logicalId: string;
  /** AWS::Service::Kind */
  readonly type: string;
}
