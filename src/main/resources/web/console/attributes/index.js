import en from '../texts/attributes.en.json';
import ar from '../texts/attributes.ar.json';
import {addTexts} from '../i18n.js';
import './list.js';

addTexts({en, ar});
