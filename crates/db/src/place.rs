//! From words of functions to places in the file.

use crate::{
    Diagnostics, File,
    link::{NUMBERED, SIGN},
    source::Unit,
    split, thunk,
    unit::simplified,
};
use pullback_ir::Diagnostic;

/// Puts the file's lines and columns in the place of symbols and words.
pub(crate) fn resolve(db: &dyn salsa::Database, file: File, found: Diagnostics) -> Diagnostics {
    let source = file.text(db);
    let parts = split::split(source).unwrap_or_default();
    let place = |place: Place| {
        let (name, line, column) = unnumbered(db, file, place);
        let Some(symbol) = name.strip_prefix(SIGN) else {
            return Some((name, line, column));
        };
        let in_thunk = symbol.strip_suffix(thunk::SUFFIX);
        let symbol = in_thunk.unwrap_or(symbol);
        let Some(part) = parts.iter().find(|part| part.name == symbol) else {
            return whole_place(source, symbol)
                .map(|(line, column)| (file.name(db).clone(), line, column));
        };
        let words = split::word_places(source, part.range.clone());
        // The first line holds the aliases; what is behind the last word is made up.
        let word = line.checked_sub(2).filter(|_| in_thunk.is_none());
        let (line, column) = match word.and_then(|word| words.get(word)) {
            Some((line, start)) => (*line, start + column - 1),
            None => *words.first()?,
        };
        Some((file.name(db).clone(), line, column))
    };
    Diagnostics(
        found
            .0
            .into_iter()
            .map(|diagnostic| located(diagnostic, &place))
            .collect(),
    )
}

/// The word that a number of a simplified form stands for, through the forms of what is inlined into it; its function
/// if that is not known any more.
fn unnumbered(db: &dyn salsa::Database, file: File, mut place: Place) -> Place {
    // Each form is made of those of functions further down in the call graph, so that this ends.
    while let Some(symbol) = numbered_symbol(&place.0) {
        let is_live = symbol.ends_with(NUMBERED);
        let symbol = symbol.trim_end_matches(NUMBERED);
        let unit = Unit::plain(db, file, symbol, is_live);
        let code = simplified(db, unit).as_ref().ok();
        let known = code.and_then(|code| code.places.get(place.1.checked_sub(1)?));
        place = match known {
            Some(known) if known.0 != place.0 => known.clone(),
            _ => (format!("{SIGN}{symbol}"), 0, 1),
        };
    }
    place
}

fn numbered_symbol(name: &str) -> Option<&str> {
    name.strip_prefix(SIGN)?.strip_suffix(NUMBERED)
}

/// Where a file that could not be split seems to define a symbol.
fn whole_place(source: &str, symbol: &str) -> Option<(usize, usize)> {
    let at = source.find(&format!("@{symbol}("))?;
    let line = source[..at].matches('\n').count() + 1;
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    Some((line, at - start + 1))
}

type Place = (String, usize, usize);

fn located(diagnostic: Diagnostic, place: &dyn Fn(Place) -> Option<Place>) -> Diagnostic {
    let notes = diagnostic.notes.into_iter();
    Diagnostic {
        place: diagnostic.place.and_then(place),
        notes: notes.map(|note| located(note, place)).collect(),
        ..diagnostic
    }
}
