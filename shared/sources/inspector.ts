import { imageName } from './image.ts';
import { readScan } from './image-scan.ts';
import { type Envelope, isOf, list, part, type Reading, type Source, Text, Word } from './source.ts';
import { path, toNotice } from './to-notice.ts';

const SCAN = 'Inspector2 Scan';
const FINDING = 'Inspector2 Finding';

const Finding = part({
  severity: Word,
  status: Word,
  title: Text,
  findingArn: Text,
  resources: list(
    part({
      id: Text,
      details: part({
        awsEcrContainerImage: part({ repositoryName: Text, imageTags: list(Text), imageHash: Text }),
      }),
    }),
  ),
});

/** Scans of images that found something, and each critical finding while it is open. */
export const inspector: Source = {
  id: 'inspector',
  matches: (envelope) => isOf(envelope, 'aws.inspector2', [SCAN, FINDING]),
  read: (envelope) =>
    isOf(envelope, 'aws.inspector2', [SCAN]) ? readScan(envelope, 'inspector') : readFinding(envelope),
};

/** A scan tells how many there are; one by one they would be a wall. */
function readFinding(envelope: Envelope): Reading {
  const { severity, status, title, resources } = Finding.parse(envelope.detail);
  if (severity !== 'CRITICAL' || status !== 'ACTIVE')
    return { passedOver: 'a finding is not critical or not open' };
  const [resource] = resources;
  const image = resource?.details.awsEcrContainerImage;
  return {
    notice: toNotice(envelope, {
      service: 'inspector',
      title: imageName(image?.repositoryName, image?.imageTags ?? [], image?.imageHash) ?? resource?.id,
      headline: `has a critical vulnerability: ${title ?? 'not named'}`,
      tone: 'bad',
      page: { label: 'Open findings', path: path`inspector/v2/home?region=${envelope.region}#/findings/all` },
    }),
  };
}
