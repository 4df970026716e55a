/** The steps in which a campaign is planned, and which parts of its document each of them is about. */
export const STEPS = [
  {id: 'basics', parts: ['/name', '/type', '/objective', '/startAt', '/endAt', '/duration', '/timeZone']},
  {id: 'audience', parts: ['/audience']},
  {id: 'calls', parts: ['/calls']},
  {id: 'content', parts: ['/content']},
  {id: 'advanced', parts: ['/performance', '/compliance', '/pacing', '/quality']},
  {id: 'review', parts: []},
];

const within = (pointer, part) => pointer === part || pointer.startsWith(`${part}/`);

/** The step that is about a place; what is about none, such as telephony, belongs to the review. */
export const stepOf = (pointer) => STEPS.find(({parts}) => parts.some((part) => within(pointer, part)))?.id ?? 'review';

/** What is wrong or missing in a step. */
export const open = (draft, step) => {
  const all = draft.problems.length > 0 ? [...draft.problems, ...(draft.verdict?.errors ?? [])] : (draft.verdict?.errors ?? []);
  return all.filter(({pointer}) => stepOf(pointer) === step);
};
