//! The values that an option holds: JSON, a file of JSON, or arrays as NumPy saves them.

use crate::{
    failure::{Failure, Result},
    json,
    numpy::{self, Archive, Array, Wrong},
    source::text_or_file,
    types::{Place, Type, Types},
};
use pullback_codegen::Value;

/// The parts of the value of each place.
pub fn read(option: &str, text: &str, places: &[Place], types: &Types) -> Result<Vec<Vec<Value>>> {
    let read = match text.strip_prefix('@') {
        Some(path) if numpy::is_archive(path) => of_archive(path, places),
        Some(path) if numpy::is_array(path) => of_array(path, places),
        _ => return json::read(option, &text_or_file(option, text)?, places, types),
    };
    read.map_err(|(what, advice)| Failure::call(format!("`{option}`: {what}"), advice))
}

/// An array for each place, by their names.
fn of_archive(path: &str, places: &[Place]) -> std::result::Result<Vec<Vec<Value>>, Wrong> {
    let mut archive = Archive::open(path)?;
    let read = |(index, place): (usize, &Place)| {
        let positional = format!("arr_{index}");
        let (name, key) = (&place.name, &place.key);
        numpy::of_member(&mut archive, path, name, key, Some(&positional), &place.ty)
    };
    places.iter().enumerate().map(read).collect()
}

/// The one place's array.
fn of_array(path: &str, places: &[Place]) -> std::result::Result<Vec<Vec<Value>>, Wrong> {
    let [place] = places else {
        return Err((
            format!("{path} is one array, and {} are wanted", places.len()),
            format!("write a list, [\"@{path}\", ..], or name an .npz with an array for each"),
        ));
    };
    let array = Array::open(path)?;
    Ok(vec![numpy::parts(&place.name, path, &array, &place.ty)?])
}

/// The parts of a value that stands as `"@x.npy"` or `"@batch.npz:x"` in JSON, from what is behind the `@`.
pub fn of_reference(
    name: &str,
    reference: &str,
    ty: &Type,
) -> std::result::Result<Vec<Value>, Wrong> {
    if let Some((path, member)) = reference.rsplit_once(':')
        && numpy::is_archive(path)
    {
        return numpy::of_member(&mut Archive::open(path)?, path, name, member, None, ty);
    }
    if numpy::is_array(reference) {
        return numpy::parts(name, reference, &Array::open(reference)?, ty);
    }
    Err((
        format!(
            "{name} is the string {:?}, which names no array",
            format!("@{reference}")
        ),
        "write \"@FILE.npy\" or \"@FILE.npz:NAME\"".into(),
    ))
}
