/** What conversations may achieve, as far as a campaign can count it a success. */
export const DISPOSITIONS = [
  'interested',
  'booked',
  'confirmed',
  'rescheduled',
  'renewed',
  'upgraded',
  'callback_requested',
  'escalated',
  'declined',
];
