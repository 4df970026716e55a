import en from '../texts/customers.en.json';
import ar from '../texts/customers.ar.json';
import {addTexts} from '../i18n.js';
import './list.js';
import './import.js';
import './customer.js';
import './form.js';

addTexts({en, ar});
