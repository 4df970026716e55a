import en from '../texts/plan.en.json';
import ar from '../texts/plan.ar.json';
import audienceEn from '../texts/audience.en.json';
import audienceAr from '../texts/audience.ar.json';
import {addTexts} from '../i18n.js';
import './editor.js';
import './new.js';

addTexts({en, ar});
addTexts({en: audienceEn, ar: audienceAr});
