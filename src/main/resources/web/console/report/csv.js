/** What a spreadsheet would take for a formula begins with one of these (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

const cell = (value) => {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && FORMULA.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Amounts of money are their decimals; their currency is a row of its own. */
const plain = (value) => (value !== null && typeof value === 'object' ? (value.amount ?? '') : value);

const isGroup = (value) => value !== null && typeof value === 'object' && !('amount' in value);

/** Every figure of an object as section, key, measure, value. */
const figures = (section, key, measures) =>
  Object.entries(measures)
    .filter(([measure, value]) => measure !== 'key' && !isGroup(value))
    .map(([measure, value]) => [section, key, measure, plain(value)]);

/**
 * The figures of a report as comma-separated values (RFC 4180), a figure a row: section, key, measure, value. Names are the API's, so
 * that what is made of the file works in every language.
 */
export const asCsv = (report) => {
  const rows = [
    ['section', 'key', 'measure', 'value'],
    ['report', '', 'at', report.at],
    ['report', '', 'state', report.state],
    ['report', '', 'currency', report.total.cost.currency],
    ...figures('total', '', report.total),
    ...figures('returnOnInvestment', '', report.roi),
    ...figures('targets', '', report.targets),
    ...figures('funnel', '', report.funnel),
    ...Object.entries(report.outcomes).map(([outcome, calls]) => ['outcome', outcome, 'calls', calls]),
    ...Object.entries(report.dispositions).map(([disposition, calls]) => ['disposition', disposition, 'calls', calls]),
    ...report.byScriptVersion.flatMap((group) => figures('scriptVersion', group.key, group)),
    ...report.byCity.flatMap((group) => figures('city', group.key, group)),
    ...report.byWeekdayHour.flatMap(({weekday, hour, ...measures}) => figures('weekdayHour', `${weekday} ${hour}`, measures)),
  ];
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
};

/** Hands a text to the person as a file. */
export const download = (name, text) => {
  const address = URL.createObjectURL(new Blob(['\ufeff', text], {type: 'text/csv;charset=utf-8'}));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser reads the address after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
