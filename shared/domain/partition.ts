/** What its Regions begin with, its name, where its services are asked, and its console unless that is documented nowhere. */
type Partition = readonly [prefix: string, name: string, suffix: string, console?: string];

const COMMERCIAL: Partition = ['', 'aws', 'amazonaws.com', 'console.aws.amazon.com'];
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html; the consoles by each partition's own guide.
const PARTITIONS: readonly Partition[] = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn', 'console.amazonaws.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com', 'console.amazonaws-us-gov.com'],
  ['eusc-', 'aws-eusc', 'amazonaws.eu', 'console.amazonaws-eusc.eu'],
  ['us-iso-', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-', 'aws-iso-f', 'csp.hci.ic.gov'],
  COMMERCIAL,
];

export function partitionOf(region: string): string {
  return find(region)[1];
}

/** Behind a service's name and its Region. */
export function endpointSuffix(region: string): string {
  return find(region)[2];
}

export function consoleHost(region: string): string | undefined {
  const host = find(region)[3];
  return host && `${region}.${host}`;
}

/** Of a Region, or of a whole partition. */
export function isConsoleHost(hostname: string): boolean {
  return PARTITIONS.some(([, , , host]) => host && `.${hostname}`.endsWith(`.${host}`));
}

function find(region: string): Partition {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix)) ?? COMMERCIAL;
}
