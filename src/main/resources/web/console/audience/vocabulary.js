import {get} from '../api.js';
import {operatorsOf} from './operators.js';

/** What every customer may have, and of which type; `word` is one of the words of the API. */
export const CORE = {
  city: 'text',
  neighborhoods: 'text',
  status: 'text',
  language: 'text',
  time_zone: 'text',
  last_contacted: 'timestamp',
  consent_at: 'timestamp',
  calls: 'number',
  answered_calls: 'number',
  last_outcome: 'word',
  last_disposition: 'word',
  dispositions: 'word',
  name: 'text',
  external_id: 'text',
  phone: 'text',
  email: 'text',
};

/** Fields that say who somebody is: who may not see them may ask only whether they are there. */
const PERSONAL = ['name', 'phone', 'email'];
const OF_PERSONAL = ['known', 'missing'];

export const WORDS = {
  last_outcome: 'outcome',
  last_disposition: 'disposition',
  dispositions: 'disposition',
};

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const CAMEL = Object.fromEntries(Object.keys(CORE).map((name) => [camel(name), name]));

/** The fields a tenant's audiences may ask for. */
export class Vocabulary {
  /**
   * @param attributes as `/attributes` answers them
   * @param open whether personal data may be asked for
   */
  constructor(attributes, open = false) {
    this.open = open;
    this.attributes = attributes.filter(({name}) => !(name in CORE));
    this.types = Object.fromEntries(attributes.map(({name, type}) => [name, type]));
  }

  typeOf = (field) => CORE[field] ?? CORE[CAMEL[field]] ?? this.types[field.replace(/^attributes\./, '')] ?? 'text';

  operatorsOf = (field) => (!this.open && PERSONAL.includes(field) ? OF_PERSONAL : operatorsOf(this.typeOf(field)));

  knows = (field) => field in CORE || field in CAMEL || field.replace(/^attributes\./, '') in this.types;
}

/** Without the right to see customers there are the core fields alone. */
export const readVocabulary = async (scopes) =>
  new Vocabulary(scopes.includes('customers:read') ? (await get('/attributes')).items : [], scopes.includes('customers:pii'));
