//! Days a code holds: `<20090120`, `>20090120`, `20010101-030601`.

/// Two-digit years from here on are of the 20th century, as PETRARCH reads them.
const CENTURY: u32 = 30;

/// First and last day, ISO, empty where open; for an empty text both are.
///
/// # Errors
///
/// What cannot be read, in words.
pub fn interval(text: &str) -> Result<(String, String), String> {
    if text.is_empty() {
        return Ok((String::new(), String::new()));
    }
    if let Some(until) = text.strip_prefix('<') {
        return Ok((String::new(), date(until)?));
    }
    if let Some(from) = text.strip_prefix('>') {
        return Ok((date(from)?, String::new()));
    }
    let Some((from, until)) = text.split_once('-') else {
        return Err(format!("\"{text}\" limits no dates: <DATE, >DATE or DATE-DATE is meant"));
    };
    let (from, until) = (date(from)?, date(until)?);
    if from > until {
        return Err(format!("{from} comes after {until}"));
    }
    Ok((from, until))
}

/// `20090120` or `090120`; the day or the month may be 00, and a year may stand alone.
fn date(text: &str) -> Result<String, String> {
    let digits = text.trim().trim_start_matches('=').trim();
    let fault = || format!("\"{digits}\" is no date: YYYYMMDD or YYMMDD is meant");
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(fault());
    }
    let number =
        |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<u32>().ok()).unwrap_or(0);
    let (year, month, day) = match digits.len() {
        8 => (number(0, 4), number(4, 6), number(6, 8)),
        6 => (full_year(number(0, 2)), number(2, 4), number(4, 6)),
        4 => (number(0, 4), 0, 0),
        _ => return Err(fault()),
    };
    let day_exists = || {
        let as_i8 = |n: u32| i8::try_from(n).ok();
        let year = i16::try_from(year).ok()?;
        jiff::civil::Date::new(year, as_i8(month)?, as_i8(day)?).ok()
    };
    match (month, day) {
        (0, _) => Ok(format!("{year:04}")),
        (1..=12, 0) => Ok(format!("{year:04}-{month:02}")),
        _ => day_exists().map(|d| d.to_string()).ok_or_else(fault),
    }
}

fn full_year(two_digits: u32) -> u32 {
    if two_digits >= CENTURY { 1900 + two_digits } else { 2000 + two_digits }
}
