import en from '../texts/do-not-call.en.json';
import ar from '../texts/do-not-call.ar.json';
import {addTexts} from '../i18n.js';
import './list.js';

addTexts({en, ar});
