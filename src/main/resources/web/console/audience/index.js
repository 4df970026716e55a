import en from '../texts/audience.en.json';
import ar from '../texts/audience.ar.json';
import {addTexts} from '../i18n.js';
import './list.js';
import './saved.js';

addTexts({en, ar});
