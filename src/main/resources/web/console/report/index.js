import en from '../texts/report.en.json';
import ar from '../texts/report.ar.json';
import {addTexts} from '../i18n.js';
import './report.js';

addTexts({en, ar});
