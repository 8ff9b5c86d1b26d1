//! A module taken apart into its symbols, and put together again.

use super::outcome::Unit;
use pullback_ir::{Mapping, Module, Op, Places};
use pullback_pass::Reads;
use std::collections::{HashMap, HashSet, VecDeque};

/// A symbol with what is read of others.
pub(crate) struct Part<'r> {
    /// Its name, for people.
    pub(crate) name: String,
    /// A module: its op, then what it may read.
    pub(crate) bytes: Vec<u8>,
    /// The places that its op has in files.
    places: Places<'r>,
}

/// The symbols of a module in order; `None` if they cannot stand alone. The module is as before.
pub(crate) fn apart(module: Op<'_>, reads: Reads) -> Option<Vec<Part<'_>>> {
    let region = module.region(0);
    let block = region.first().filter(|_| region.blocks().len() == 1)?;
    let ops = block.ops();
    if !ops.iter().all(|op| op.stands_alone()) {
        return None;
    }
    let symbols: HashMap<&str, Op<'_>> = ops
        .iter()
        .filter_map(|&op| Some((op.symbol_name()?, op)))
        .collect();
    let attrs = module.attrs();
    let mut parts = Vec::new();
    for op in ops {
        let named = named(op, &symbols, reads)?;
        let alone = Module::empty_in(module.context());
        for &(name, attr) in &attrs {
            alone.op().set_attr(name, attr);
        }
        let body = alone.op().region(0).entry();
        // The op itself and no copy: copies have their uses in another order.
        let next = op.next();
        op.move_to_end(body);
        for other in named {
            match reads {
                Reads::Callees => {
                    other.clone_to_end(body, &mut Mapping::new());
                }
                _ => {
                    other.declare_to_end(reads == Reads::Symbol, body);
                }
            }
        }
        let mut places = Places::new(module.context());
        let known = places.take(alone.op());
        let bytes = alone.op().bytecode();
        places.put_back(op);
        match next {
            Some(next) => op.move_before(next),
            None => op.move_to_end(block),
        }
        known.then_some(())?;
        parts.push(Part {
            name: op.symbol_name().unwrap_or_default().to_owned(),
            bytes,
            places,
        });
    }
    Some(parts)
}

/// The ops of the symbols that an op may read, in the order in which they are named.
fn named<'r>(op: Op<'r>, symbols: &HashMap<&str, Op<'r>>, reads: Reads) -> Option<Vec<Op<'r>>> {
    let mut seen: HashSet<&str> = op.symbol_name().into_iter().collect();
    let mut found = Vec::new();
    let mut pending = VecDeque::from(op.references(true)?);
    while let Some(name) = pending.pop_front() {
        let Some((&name, &other)) = symbols.get_key_value(name.as_str()) else {
            continue;
        };
        if seen.insert(name) {
            found.push(other);
            // A function's body is not there unless it is read.
            let with_body = reads == Reads::Callees || other.function_type().is_none();
            pending.extend(other.references(with_body)?);
        }
    }
    Some(found)
}

/// Whether each symbol has become what those that name it took it for, and all have names of their own.
pub(crate) fn agree(units: &[&Unit]) -> bool {
    let mut interfaces = HashMap::new();
    for unit in units {
        if let Some(name) = &unit.name
            && interfaces.insert(name, &unit.interface).is_some()
        {
            return false;
        }
    }
    let mut seen = units.iter().flat_map(|unit| &unit.seen);
    seen.all(|(name, interface)| interfaces.get(name) == Some(&interface))
}

/// Puts what became of the parts into their places; `None` if it cannot be read, and then the module is as before.
pub(crate) fn together(module: Op<'_>, parts: &[Part<'_>], units: &[&Unit]) -> Option<()> {
    let mut made = Vec::new();
    for unit in units {
        let alone = Module::parse_unverified(module.context(), &unit.bytes)?;
        alone.op().region(0).first()?.first()?;
        made.push(alone);
    }
    let ops = module.region(0).first()?.ops();
    for ((old, alone), part) in ops.into_iter().zip(&made).zip(parts) {
        let new = alone.op().region(0).first()?.first()?;
        part.places.put_back(new);
        new.move_before(old);
        old.erase();
    }
    Some(())
}
