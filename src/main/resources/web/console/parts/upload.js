import {html} from 'lit';
import {Refused, Unreachable, sessionEnded} from '../api.js';
import {number, percent, t} from '../i18n.js';

/**
 * Sends a file as the body of a POST. By XMLHttpRequest, because fetch does not tell how much has been sent.
 *
 * @param told called with the share that has been sent, 0 to 1
 * @return what the service answered
 */
export const upload = (path, file, type, told, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('Content-Type', type);
    request.setRequestHeader('X-Requested-With', 'console');
    request.responseType = 'json';
    request.upload.onprogress = ({loaded, total}) => told(total ? loaded / total : 0);
    request.upload.onload = () => told(1);
    request.onerror = () => reject(new Unreachable());
    request.onabort = () => reject(new DOMException('given up', 'AbortError'));
    request.onload = () => {
      if (request.status === 401) {
        sessionEnded();
      }
      if (request.status >= 300) {
        reject(new Refused(request.status, request.response ?? {}));
      } else {
        resolve(request.response);
      }
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });

/** How far an upload is: first how much has been sent, then that the service is at work. Null for none under way. */
export const uploadProgress = (share) =>
  share === null
    ? ''
    : html`<div class="upload" role="status">
        ${share < 1
          ? html`<p>${t('upload.sending', {share: percent(share)})}</p>
              <progress max="1" .value=${share} aria-label=${t('upload.sending', {share: percent(share)})}></progress>`
          : html`<p>${t('upload.working')}</p>
              <progress aria-label=${t('upload.working')}></progress>`}
      </div>`;

/** The counts that an import answers. */
export const importCounts = (answer, names) => html`<dl class="figures">
  ${names.map((name) => html`<div><dt>${t(`import.${name}`)}</dt><dd>${number(answer[name])}</dd></div>`)}
</dl>`;

const quoted = (value) => {
  const text = String(value ?? '');
  // A spreadsheet must not take what a file said for a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** Hands rows to the browser as a CSV file. */
export const download = (name, columns, rows) => {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))].map((row) => row.map(quoted).join(','));
  const address = URL.createObjectURL(new Blob(['\ufeff', lines.join('\r\n'), '\r\n'], {type: 'text/csv'}));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
