-- The record, in the SQL that SQLite and PostgreSQL share ("BIGINT PRIMARY KEY" and "WITHOUT ROWID" are put right
-- for each, see database/connect.rs). Names and types of the vocabulary are numbers (table vocabulary), strings that
-- repeat are numbers (table words), days count from 1970-01-01, spans count code points, confidence is in hundredths.

CREATE TABLE vocabulary (
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (kind, number)
) WITHOUT ROWID;

CREATE TABLE event_types (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    quad TEXT NOT NULL,
    cameo_root TEXT NOT NULL
);

-- PLOVER intensity in tenths of every type with every mode (0: without).
CREATE TABLE scores (
    type BIGINT NOT NULL,
    mode BIGINT NOT NULL,
    score BIGINT NOT NULL,
    PRIMARY KEY (type, mode)
) WITHOUT ROWID;

CREATE TABLE words (
    number BIGINT PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
);

CREATE TABLE countries (
    number BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
);

-- An actor in one role: the same id has a row for every country and sector it was seen with.
CREATE TABLE actors (
    number BIGINT PRIMARY KEY,
    id TEXT NOT NULL,
    country BIGINT NOT NULL,
    sector SMALLINT NOT NULL,
    kind SMALLINT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    wikidata TEXT,
    side BIGINT NOT NULL,
    UNIQUE (id, country, sector, kind)
);
CREATE INDEX actors_by_country ON actors (country, sector);
CREATE INDEX actors_by_name ON actors (folded);
CREATE INDEX actors_by_side ON actors (side);

CREATE TABLE places (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    country BIGINT NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    geonameid BIGINT NOT NULL,
    UNIQUE (name, country, geonameid, lat, lon)
);

-- Versions of an article are rows of the same document; replaced_by is empty for the newest.
CREATE TABLE articles (
    number BIGINT PRIMARY KEY,
    document BIGINT NOT NULL,
    version INTEGER NOT NULL,
    replaced_by BIGINT,
    address TEXT NOT NULL,
    id TEXT NOT NULL,
    url TEXT,
    title TEXT,
    source BIGINT,
    day INTEGER,
    lang BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    length INTEGER NOT NULL,
    coder BIGINT NOT NULL,
    known_from INTEGER NOT NULL,
    known_until INTEGER,
    added_at BIGINT NOT NULL,
    copy_of BIGINT NOT NULL,
    UNIQUE (address, version)
);
CREATE INDEX articles_by_document ON articles (document);
CREATE INDEX articles_by_copy ON articles (copy_of);
CREATE INDEX articles_by_day ON articles (day);

CREATE TABLE texts (
    article BIGINT PRIMARY KEY,
    text TEXT NOT NULL
);

CREATE TABLE sentences (
    article BIGINT NOT NULL,
    number INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    PRIMARY KEY (article, number)
) WITHOUT ROWID;

-- Bands of the MinHash signature of a text, by which copies are found.
CREATE TABLE bands (
    band BIGINT NOT NULL,
    article BIGINT NOT NULL,
    PRIMARY KEY (band, article)
) WITHOUT ROWID;

CREATE TABLE article_actors (
    article BIGINT NOT NULL,
    position INTEGER NOT NULL,
    actor BIGINT NOT NULL,
    name BIGINT,
    office BIGINT,
    wikidata BIGINT,
    mentions BYTEA NOT NULL,
    PRIMARY KEY (article, position)
) WITHOUT ROWID;
CREATE INDEX article_actors_by_actor ON article_actors (actor);

-- happening: number of the first event that told the same. state: 0 in the record, 1 replaced by a newer version,
-- 2 rejected by a reviewer.
CREATE TABLE events (
    number BIGINT PRIMARY KEY,
    article BIGINT NOT NULL,
    position INTEGER NOT NULL,
    type SMALLINT NOT NULL,
    mode SMALLINT NOT NULL,
    status SMALLINT NOT NULL,
    historical SMALLINT NOT NULL,
    contexts BIGINT NOT NULL,
    cameo BIGINT NOT NULL,
    day INTEGER NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    basis SMALLINT NOT NULL,
    date_words BIGINT,
    place BIGINT,
    place_words BIGINT,
    sentence INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    trigger_words BIGINT NOT NULL,
    confidence SMALLINT NOT NULL,
    because BIGINT NOT NULL,
    said_in TEXT,
    happening BIGINT NOT NULL,
    state SMALLINT NOT NULL
);
CREATE INDEX events_by_article ON events (article);
CREATE INDEX events_by_day ON events (day);
CREATE INDEX events_by_type ON events (type, day);
CREATE INDEX events_by_happening ON events (happening);

-- role: 0 actor, 1 recipient.
CREATE TABLE event_actors (
    event BIGINT NOT NULL,
    role SMALLINT NOT NULL,
    position SMALLINT NOT NULL,
    actor BIGINT NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    PRIMARY KEY (event, role, position)
) WITHOUT ROWID;

-- Who acted towards whom, one row a pair of countries (0: none) and event; for questions that must be fast. In a meeting
-- without recipient every side stands towards every other. flags: status + 4 if background + 8 × state.
CREATE TABLE country_links (
    from_country BIGINT NOT NULL,
    to_country BIGINT NOT NULL,
    day INTEGER NOT NULL,
    event BIGINT NOT NULL,
    type SMALLINT NOT NULL,
    mode SMALLINT NOT NULL,
    flags SMALLINT NOT NULL,
    happening BIGINT NOT NULL,
    PRIMARY KEY (from_country, to_country, day, event)
) WITHOUT ROWID;
CREATE INDEX country_links_from ON country_links (from_country, day, event);
CREATE INDEX country_links_to ON country_links (to_country, day, event);
CREATE INDEX country_links_event ON country_links (event);

CREATE TABLE actor_links (
    from_actor BIGINT NOT NULL,
    to_actor BIGINT NOT NULL,
    day INTEGER NOT NULL,
    event BIGINT NOT NULL,
    type SMALLINT NOT NULL,
    mode SMALLINT NOT NULL,
    flags SMALLINT NOT NULL,
    happening BIGINT NOT NULL,
    PRIMARY KEY (from_actor, to_actor, day, event)
) WITHOUT ROWID;
CREATE INDEX actor_links_from ON actor_links (from_actor, day, event);
CREATE INDEX actor_links_to ON actor_links (to_actor, day, event);

-- What is compared to find the same happening told again; block: hash of type, sides and day.
CREATE TABLE happenings (
    number BIGINT PRIMARY KEY,
    block BIGINT NOT NULL,
    place BIGINT,
    words BYTEA NOT NULL
);
CREATE INDEX happenings_by_block ON happenings (block);

CREATE TABLE statements (
    number BIGINT PRIMARY KEY,
    article BIGINT NOT NULL,
    position INTEGER NOT NULL,
    sentence INTEGER NOT NULL,
    cue_start INTEGER NOT NULL,
    cue_end INTEGER NOT NULL,
    cue_words BIGINT NOT NULL,
    content TEXT NOT NULL,
    quotes TEXT NOT NULL,
    day INTEGER NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    basis SMALLINT NOT NULL,
    date_words BIGINT,
    place BIGINT,
    place_words BIGINT,
    confidence SMALLINT NOT NULL,
    said_in TEXT,
    state SMALLINT NOT NULL
);
CREATE INDEX statements_by_article ON statements (article);
CREATE INDEX statements_by_day ON statements (day);

-- role: 0 speaker, 1 addressee, 2 outlet.
CREATE TABLE statement_actors (
    statement BIGINT NOT NULL,
    role SMALLINT NOT NULL,
    position SMALLINT NOT NULL,
    actor BIGINT NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    PRIMARY KEY (statement, role, position)
) WITHOUT ROWID;
CREATE INDEX statement_actors_by_actor ON statement_actors (actor, statement);

-- Standing facts as one article has them; their claims are what standing relations over time are folded from.
CREATE TABLE facts (
    number BIGINT PRIMARY KEY,
    article BIGINT NOT NULL,
    position INTEGER NOT NULL,
    kind SMALLINT NOT NULL,
    about BIGINT,
    place BIGINT,
    place_words BIGINT,
    state SMALLINT NOT NULL,
    since_given SMALLINT NOT NULL,
    since_first INTEGER,
    since_last INTEGER,
    until_given SMALLINT NOT NULL,
    until_first INTEGER,
    until_last INTEGER
);
CREATE INDEX facts_by_article ON facts (article);
CREATE INDEX facts_by_kind ON facts (kind);

-- role: 0 subject, 1 object.
CREATE TABLE fact_actors (
    fact BIGINT NOT NULL,
    role SMALLINT NOT NULL,
    position SMALLINT NOT NULL,
    actor BIGINT NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    PRIMARY KEY (fact, role, position)
) WITHOUT ROWID;
CREATE INDEX fact_actors_by_actor ON fact_actors (actor, fact);

-- review: 0 none, 1 accepted, 2 rejected. rule: name of the rule by which a claim follows from another or from an event
-- (its fact then has position 0).
CREATE TABLE claims (
    number BIGINT PRIMARY KEY,
    fact BIGINT NOT NULL,
    position INTEGER NOT NULL,
    says SMALLINT NOT NULL,
    state SMALLINT NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    basis SMALLINT NOT NULL,
    date_words BIGINT,
    said_in TEXT,
    sentence INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    review SMALLINT NOT NULL,
    rule BIGINT,
    event BIGINT
);
CREATE INDEX claims_by_fact ON claims (fact);

-- Inputs that could not be read, until a later try succeeds.
CREATE TABLE failures (
    input TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    failed_at BIGINT NOT NULL,
    tries INTEGER NOT NULL
);

-- What people said of the record. fingerprint names a fact by its article's address, its words and what it was coded
-- as, so that a review finds it again after recoding.
CREATE TABLE reviews (
    number BIGINT PRIMARY KEY,
    target TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    verdict TEXT NOT NULL,
    correction TEXT,
    was TEXT,
    sentence TEXT,
    words TEXT,
    reviewer TEXT NOT NULL,
    reason TEXT,
    reviewed_at BIGINT NOT NULL
);
CREATE INDEX reviews_by_fingerprint ON reviews (fingerprint);
