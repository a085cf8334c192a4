-- Full text of sentences: words folded to lower case without accents; the row number is article × 2^20 + sentence.
CREATE VIRTUAL TABLE sentence_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'ascii'
);
