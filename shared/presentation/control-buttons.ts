import type { Announcement } from '#shared/domain/announcement.ts';
import type { ControlAction } from '#shared/domain/control.ts';
import type { Execution } from '#shared/domain/execution.ts';
import { toRecordKey } from '#shared/domain/pipeline-event.ts';
import type { Button } from './card.ts';

const LOOKS: Readonly<Record<ControlAction, Pick<Button, 'label' | 'style'>>> = {
  retry: { label: 'Retry failed stage', style: 'primary' },
  rollback: { label: 'Roll back', style: 'danger' },
  stop: { label: 'Stop', style: 'danger' },
  silence: { label: 'Silence', style: undefined },
};

/** While it runs, on the message that shows it; once it failed, on the news of that: never where it would do nothing. */
export function controlButtons(execution: Execution, announcement?: Announcement): readonly Button[] {
  const { controls, identity, failures } = execution;
  const stage = failures.at(-1)?.stage;
  const record = toRecordKey(identity);
  return actionsFor(execution, announcement)
    .filter((action) => controls.includes(action))
    .map((action) => ({
      action: `execution.${action}`,
      ...LOOKS[action],
      value: stage === undefined || action === 'stop' ? record : `${record} ${stage}`,
    }));
}

function actionsFor({ state, attempt }: Execution, announcement?: Announcement): readonly ControlAction[] {
  if (announcement === undefined) return state === 'STARTED' || state === 'RESUMED' ? ['stop'] : [];
  const isPresent = announcement.status === 'failed' && announcement.attempt === attempt;
  return isPresent && state === 'FAILED' ? ['retry', 'rollback', 'silence'] : [];
}
