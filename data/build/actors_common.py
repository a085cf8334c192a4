"""What the makers of the actor tables share: folding of names, ids, reading and writing of tables."""
import csv
import re
import unicodedata

UNFOLDED = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ð": "d", "þ": "th",
                          "æ": "ae", "Æ": "AE", "ß": "ss", "œ": "oe", "ə": "a", "Ə": "A"})


def plain(text):
    """Without accents: what most newsrooms print."""
    text = unicodedata.normalize("NFD", text.translate(UNFOLDED))
    return "".join(ch for ch in text if not unicodedata.combining(ch))


def fold(text):
    """For comparing: plain, lower case, letters and digits with single spaces."""
    text = re.sub(r"['’ʻʼ`.‘]", "", plain(text).lower())
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def slug(text):
    return fold(text).replace(" ", "-")


def clean(text):
    return re.sub(r"\s+", " ", (text or "").replace("\t", " ").replace(";", ",")).strip()


def read_table(path):
    """Rows of a hand-made table as dictionaries; lines with # in front are comments."""
    with open(path, encoding="utf-8") as lines:
        return list(csv.DictReader((l for l in lines if not l.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def write_table(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("\t".join(header) + "\n")
        for row in sorted(rows):
            assert len(row) == len(header) and not any("\t" in c or "\n" in c for c in row), row
            out.write("\t".join(row) + "\n")


def unique(items):
    return list(dict.fromkeys(i for i in items if i))


def country_id(row_id):
    return row_id if len(row_id) == 3 else None
