export { buildIndex } from './build.ts';
export { encodeIndex, openIndex } from './codec.ts';
export { type Content, contentOf } from './content.ts';
export { explainMatch, type WordMatch } from './explain-match.ts';
export { attributeColumn, countFacets, type FacetColumn, type FacetCount, passes } from './facets.ts';
export { facetOf, facetText } from './lookup.ts';
export { type Matches, match, ranked, type Scratch, scratchFor } from './match.ts';
export {
  type CompiledSynonyms,
  compileSynonyms,
  type How,
  type Query,
  type Synonyms,
  understand,
} from './query.ts';
export { layingDocs, withDocs } from './segment.ts';
export {
  buildingSuggester,
  buildSuggester,
  SUGGESTION_KINDS,
  type Suggester,
  type Suggestion,
  suggest,
  suggestionKeys,
} from './suggest.ts';
export { normalise } from './text.ts';
export { FIELDS, type Field, type SearchDoc, type SearchIndex } from './types.ts';
export { wordsOf } from './words.ts';
