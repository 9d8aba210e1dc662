import type { Approval, ApprovalDetails, Decision, Vote } from '#shared/domain/approval.ts';
import { START } from './build-event.ts';
import { ADA, RELEASERS } from './fake-people.ts';

export const APPROVAL_ID = 'a'.repeat(64);
export const EXPIRES = START + 7200;

export function buildDetails(overrides: Partial<ApprovalDetails> = {}): ApprovalDetails {
  return {
    context: {
      expiresAt: EXPIRES,
      customData: undefined,
      reviewLink: undefined,
      changes: [],
      authors: [],
      isNewerWaiting: false,
    },
    votes: [],
    decision: undefined,
    answer: undefined,
    authority: { users: [ADA], groups: [RELEASERS], votes: 1, reason: 'optional' },
    problem: undefined,
    closed: undefined,
    ...overrides,
  };
}

/** One that waits, and of which everything is known. */
export function buildApproval(overrides: Partial<Approval> = {}): Approval {
  return {
    id: APPROVAL_ID,
    stage: 'Approve',
    action: 'Manager',
    attempt: 1,
    startedAt: START,
    reminders: [],
    end: undefined,
    details: buildDetails(),
    ...overrides,
  };
}

/** Ada's, who approved it. */
export function buildDecision(overrides: Partial<Decision> = {}): Decision {
  const state = 'decided' as const;
  return { state, choice: 'approve', by: ['Ada Okafor'], reason: '', at: START, request: 'r', ...overrides };
}

export function buildVote(overrides: Partial<Vote> = {}): Vote {
  return { user: ADA, name: 'Ada Okafor', choice: 'approve', reason: '', at: START, ...overrides };
}

/** How it ended, a minute after it began. */
export function ended(state: string, time = START + 60) {
  return { state, time, summary: undefined };
}
