/** Live credentials that come with every job. */
export const CREDENTIALS = {
  accessKeyId: 'ASIACANARYCANARYCANA',
  secretAccessKey: 'canary/secret+access/key0000000000000000',
  sessionToken: 'canary-session-token-'.repeat(20),
};
export const JOB_ID = '11111111-abcd-1111-abcd-111111abcdef';

/** What CodePipeline hands a Lambda action. */
export function jobEvent(parameters: unknown, continuationToken?: string) {
  const UserParameters = typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
  const configuration = {
    FunctionName: 'signalbox-dev-pipeline-job',
    ...(parameters !== undefined && { UserParameters }),
  };
  const data = {
    actionConfiguration: { configuration },
    inputArtifacts: [],
    outputArtifacts: [],
    artifactCredentials: CREDENTIALS,
    ...(continuationToken !== undefined && { continuationToken }),
  };
  return { 'CodePipeline.job': { id: JOB_ID, accountId: '111122223333', data } };
}
