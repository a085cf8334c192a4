-- Full text of sentences: words folded to lower case without accents; the row number is article × 2^20 + sentence.
CREATE TABLE sentence_words (
    rowid BIGINT PRIMARY KEY,
    words tsvector NOT NULL
);
CREATE INDEX sentence_words_by_word ON sentence_words USING gin (words);
