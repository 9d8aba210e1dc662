/** An object of Terraform's language on one line, as JSON: names become members. */
export function jsonOfHcl(object: string): string {
  return object.replace(/([{,] *)(\w+) = /g, '$1"$2": ');
}

/** Before each of them: a pipeline in a stack, as whoever pastes it has them. */
const BEFORE = `
  const pipeline = new Pipeline(this, 'Pipeline');
  const output = new Artifact();
  const bucket = Bucket.fromBucketName(this, 'Bucket', 'sources');
  const source = { actionName: 'Checkout', bucket, bucketKey: 'source.zip', output, variablesNamespace: 'SourceVariables' };
  pipeline.addStage({ stageName: 'Source', actions: [new S3SourceAction(source)] });
`;
const IMPORTS = `
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Artifact, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { S3SourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
`;
const SYNTHESIZE = `
function synthesize(fill) {
  const stack = new Stack(new App(), 'Test');
  fill.call(stack);
  const template = Template.fromStack(stack);
  const [pipeline] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  return { pipeline: pipeline.Properties, policies: policies.map((policy) => JSON.stringify(policy)) };
}
`;

/** A module that puts each snippet of CDK into a stack of its own and writes what they become. */
export function cdkModule(snippets: readonly string[]): string {
  const lines = snippets.flatMap((snippet) =>
    snippet.split('\n').filter((line) => line.startsWith('import ')),
  );
  const bodies = snippets.map((snippet) => snippet.replace(/^import .*$/gm, ''));
  const calls = bodies.map((body) => `synthesize(function () {${BEFORE}${body}})`);
  return `${IMPORTS}${[...new Set(lines)].join('\n')}${SYNTHESIZE}
process.stdout.write(JSON.stringify([${calls.join(',\n')}]));`;
}
