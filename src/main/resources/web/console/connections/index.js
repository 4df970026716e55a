import en from '../texts/connections.en.json';
import ar from '../texts/connections.ar.json';
import {addTexts} from '../i18n.js';
import './list.js';
import './form.js';

addTexts({en, ar});
