import en from '../texts/live.en.json';
import ar from '../texts/live.ar.json';
import {addTexts} from '../i18n.js';
import './campaign.js';

addTexts({en, ar});
