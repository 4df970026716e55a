import en from '../texts/content.en.json';
import ar from '../texts/content.ar.json';
import {addTexts} from '../i18n.js';
import './content.js';
import './script.js';

addTexts({en, ar});
