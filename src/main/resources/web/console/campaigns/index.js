import en from '../texts/campaigns.en.json';
import ar from '../texts/campaigns.ar.json';
import {addTexts} from '../i18n.js';
import './list.js';

addTexts({en, ar});
