use super::*;

/// One line a record, then the notices.
fn shown(text: &str) -> String {
    let read = read(text);
    let code = |c: &DatedCode| format!("{}@{}/{}", c.code, c.from, c.until);
    let record = |r: &Record| {
        let codes: Vec<String> = r.codes.iter().map(code).collect();
        let plurals =
            if r.plurals.is_empty() { String::new() } else { format!(" ({})", r.plurals.join(", ")) };
        format!("{}: {}{plurals} = {}", r.line, r.names.join(", "), codes.join(" "))
    };
    let mut lines: Vec<String> = read.records.iter().map(record).collect();
    lines.extend(read.notices.iter().map(|(line, reason)| format!("{line}! {reason}")));
    lines.join("\n")
}

#[test]
fn phrases_synonyms_and_codes_make_records() {
    let text = "\u{feff}# actors of a made-up list\n<!-- a remark\nover two lines -->\n\nLIMA_  [PER] ; capital\n+PERUVIAN_\n\
                +{GREATER|OLD}_LIMA_\nBANK_OF_PERU_\t[PERGOVBUS]\n";
    assert_eq!(
        shown(text),
        "5: LIMA, PERUVIAN, GREATER LIMA, OLD LIMA = PER@/\n8: BANK OF PERU = PERGOVBUS@/"
    );
}

#[test]
fn codes_may_be_limited_to_dates() {
    let text = "ANA_REYES_ ; note\n\t[PERELI <20100101]\n\t[PERGOV 20100101-150630] [PEROPP > 20160101]\n\t[PERELI]\n\
                JUAN_ROJAS [CHLMIL >=19730911]\nEVA_DIAZ [CHLGOV 19700000-19730900]\n";
    assert_eq!(
        shown(text),
        "1: ANA REYES = PERELI@/2010-01-01 PERGOV@2010-01-01/2015-06-30 PEROPP@2016-01-01/ PERELI@/\n\
         5: JUAN ROJAS = CHLMIL@1973-09-11/\n6: EVA DIAZ = CHLGOV@1970/1973-09"
    );
}

#[test]
fn agents_have_plurals_and_sets() {
    let text = "!WHO! = MAN, WOMAN\nPOLICE!WHO! {POLICEFOLK} [~COP]\nSHEEP_HERDER {} [AGR~]\n!WHO!_OF_LETTERS [~EDU]\n";
    assert_eq!(
        shown(text),
        "2: POLICEMAN, POLICEWOMAN (POLICEFOLK) = ~COP@/\n3: SHEEP HERDER = AGR~@/\n4: MAN OF LETTERS, WOMAN OF LETTERS = ~EDU@/"
    );
    assert!(read(text).records.iter().take(1).all(Record::is_agent));
}

#[test]
fn what_cannot_be_read_is_told_with_its_line_and_the_rest_is_read() {
    let text = "+ORPHAN_\n--- ABANDON [070] ---\n- * FROM +\nNO_CODE_HERE_\nODD_DATE_ [PERGOV 20101301]\nBACKWARDS_ [PERGOV 20120101-20110101]\n\
                TWO_ [PERGOV/CHLGOV]\nDROPPED_ [###]\nHALF_ [PERGOV\n&LIST = A, B\nGOOD_ [PER]\n+OTHER_ [CHL]\n--------\n";
    assert_eq!(
        shown(text),
        "7: TWO = PERGOV@/\n11: GOOD, OTHER = PER@/\n\
         1! a synonym without an actor before it\n\
         2! \"--- ABANDON [070] ---\" is a verb or a heading: event patterns are given with --patterns\n\
         3! \"- * FROM +\" is no actor, agent, code or set\n\
         4! no code for \"NO CODE HERE\"\n\
         5! \"20101301\" is no date: YYYYMMDD or YYMMDD is meant\n\
         6! 2012-01-01 comes after 2011-01-01\n\
         7! of \"PERGOV/CHLGOV\" only the first code is read\n\
         8! [###] asks to pass over whole stories, which is not done: the phrase is left out\n\
         9! \"[PERGOV\" is no code in brackets\n\
         10! \"&LIST = A, B\" is no actor, agent, code or set\n\
         12! a synonym with a code of its own: the code is not read"
    );
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "[A-Z_+{}!|=;#<>\\[\\]\\-0-9 \n~/é]{0,200}") {
        let read = read(&text);
        proptest::prop_assert!(read.records.iter().all(|r| !r.names.is_empty() && !r.codes.is_empty()));
    }
}
