import en from '../texts/settings.en.json';
import ar from '../texts/settings.ar.json';
import {addTexts} from '../i18n.js';
import './settings.js';
import './webhook.js';

addTexts({en, ar});
