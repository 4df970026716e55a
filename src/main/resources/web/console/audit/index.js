import en from '../texts/audit.en.json';
import ar from '../texts/audit.ar.json';
import {addTexts} from '../i18n.js';
import './list.js';

addTexts({en, ar});
