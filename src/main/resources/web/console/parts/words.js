/*
 * The words of the API that pages offer or look for, each list in the order in which it is offered. A test holds them to those of
 * the service.
 */

export const STATES = ['draft', 'scheduled', 'active', 'paused', 'completed', 'stopped', 'failed'];

/** States of a campaign in which nothing can be changed any more. */
export const OVER = ['completed', 'stopped', 'failed'];

/** States of a target, what is final first and in the order in which it is drawn. */
export const TARGET_STATES = [
  'succeeded',
  'completed',
  'exhausted',
  'suppressed',
  'unknown',
  'expired',
  'in_progress',
  'waiting_retry',
  'deferred',
  'pending',
];

export const FINAL_TARGET_STATES = TARGET_STATES.slice(0, 6);

export const OBJECTIVES = ['lead_generation', 'bookings', 'appointment_confirmation', 'renewals', 'up_sell', 're_engagement'];

export const OUTCOMES = [
  'answered_human',
  'answered_machine',
  'busy',
  'no_answer',
  'rejected',
  'invalid_number',
  'congestion',
  'blocked',
  'config_error',
  'abandoned',
  'unknown',
];

export const DISPOSITIONS = [
  'interested',
  'booked',
  'confirmed',
  'rescheduled',
  'renewed',
  'upgraded',
  'declined',
  'callback_requested',
  'opted_out',
  'wrong_number',
  'escalated',
  'none',
];

/** Those that a campaign can count as success or conversion. */
export const ACHIEVEMENTS = DISPOSITIONS.filter((each) => !['opted_out', 'wrong_number', 'none'].includes(each));

/** What webhooks can subscribe to. */
export const HOOKS = [
  'campaign.scheduled',
  'campaign.unscheduled',
  'campaign.activated',
  'campaign.paused',
  'campaign.resumed',
  'campaign.stopped',
  'campaign.completed',
  'campaign.failed',
  'campaign.guard_tripped',
  'call.ended',
  'opt_out.recorded',
  'import.finished',
];

/** Countries whose public holidays the service knows. */
export const HOLIDAYS = ['SA', 'AE', 'GB', 'US', 'CA'];
