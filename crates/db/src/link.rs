//! Modules put together of functions that were parsed apart.

use crate::{Diagnostics, cache::Key, session::parse, types::TANGENT};
use pullback_functional::ops::DATA;
use pullback_ir::{Attr, Builder, Context, Mapping, Module, Op, WalkOrder};
use std::collections::HashSet;

/// Marks a declaration whose body is compiled apart. `functional-differentiate` knows it.
pub(crate) const SEPARATE: &str = "functional.separate";

/// What stands before a symbol in the file names of locations, so that they are no file's.
pub(crate) const SIGN: char = '@';

/// Stands behind a symbol in the file names of locations whose lines count the places of its simplified form.
pub(crate) const NUMBERED: char = '\'';

/// The file name of such locations; a live program has simplified forms of its own.
pub(crate) fn numbered(symbol: &str, is_live: bool) -> String {
    let live = if is_live { "'" } else { "" };
    format!("{SIGN}{symbol}{live}{NUMBERED}")
}

/// Text that MLIR parses: a function with declarations.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// The function's symbol.
    pub(crate) name: String,
    /// The text; its second line is the function's first word.
    pub(crate) text: String,
    /// What the text declares and the file defines.
    pub(crate) separate: Vec<String>,
}

impl Piece {
    /// Adds all that the module is made of.
    pub(crate) fn add_to(&self, key: &mut Key) {
        key.add(&self.name).add(&self.text).add_all(&self.separate);
    }

    /// The module; its locations name the symbol and a line for each word.
    pub(crate) fn parse<'c>(&self, context: &'c Context) -> Result<Module<'c>, Diagnostics> {
        let module = parse(
            context,
            self.text.as_bytes(),
            &format!("{SIGN}{}", self.name),
        )?;
        for name in &self.separate {
            if let Some(declaration) = module.op().symbol(name) {
                declaration.set_attr(SEPARATE, Attr::unit(context));
            }
        }
        Ok(module)
    }
}

/// An error at a function.
pub(crate) fn at_symbol(name: &str, message: String) -> Diagnostics {
    Diagnostics::error(Some((format!("{SIGN}{name}"), 2, 1)), message)
}

/// Whether a function is a declaration.
pub(crate) fn is_declaration(function: Op<'_>) -> bool {
    function.regions().iter().all(|region| region.is_empty())
}

/// The symbols that are declared to be compiled apart, in the order of the module.
pub(crate) fn separate(module: Op<'_>) -> Vec<String> {
    let functions = module.functions().into_iter();
    functions
        .filter(|function| is_declaration(*function) && function.attr(SEPARATE).is_some())
        .filter_map(|function| function.symbol_name().map(str::to_owned))
        .collect()
}

/// Adds the functions of `from` that `into` lacks, as private ones; definitions take the place of
/// declarations.
pub(crate) fn link(into: Op<'_>, from: Op<'_>) {
    let Some(block) = into.regions().first().and_then(|region| region.first()) else {
        return;
    };
    for function in from.functions() {
        let Some(name) = function.symbol_name() else {
            continue;
        };
        match into.symbol(name) {
            Some(known) if is_declaration(known) && !is_declaration(function) => {
                let copy = function.clone_before(known, &mut Mapping::new());
                make_private(copy);
                known.erase();
            }
            Some(_) => {}
            None => make_private(function.clone_to_end(block, &mut Mapping::new())),
        }
    }
    for data in data_types(from) {
        if data
            .symbol_name()
            .is_some_and(|name| into.symbol(name).is_none())
        {
            data.clone_to_end(block, &mut Mapping::new());
        }
    }
}

/// The data types directly in a module.
fn data_types(module: Op<'_>) -> Vec<Op<'_>> {
    let blocks = module
        .regions()
        .into_iter()
        .flat_map(|region| region.blocks());
    let ops = blocks.flat_map(|block| block.ops());
    ops.filter(|op| op.is(DATA)).collect()
}

/// Makes everything private but one function.
pub(crate) fn keep_public(module: Op<'_>, symbol: &str) {
    for function in module.functions() {
        if function.symbol_name() == Some(symbol) {
            function.remove_attr("sym_visibility");
        } else {
            make_private(function);
        }
    }
}

fn make_private(function: Op<'_>) {
    function.set_attr(
        "sym_visibility",
        Attr::string(function.context(), "private"),
    );
}

/// Takes a function's body away: it is compiled apart.
pub(crate) fn declare(function: Op<'_>) {
    let builder = Builder::before(function);
    let mut declaration = builder.op(function.name()).regions(1).results(&[]);
    for (name, attr) in function.attrs() {
        declaration = declaration.attr(name, attr);
    }
    let declaration = declaration.build();
    declaration.set_attr(SEPARATE, Attr::unit(function.context()));
    function.erase();
}

/// Renames a function's helpers so that their names start with the function's: what two units make under one
/// name need not be equal.
pub(crate) fn own_helpers(module: Op<'_>, symbol: &str) {
    let prefix = format!("{symbol}$");
    let foreign = |function: &Op<'_>| {
        let name = function.symbol_name().unwrap_or_default();
        is_derived(name)
            && name != symbol
            && !name.starts_with(&prefix)
            && !is_declaration(*function)
    };
    let renamed: Vec<Op<'_>> = module.functions().into_iter().filter(foreign).collect();
    let names: HashSet<&str> = renamed
        .iter()
        .filter_map(|function| function.symbol_name())
        .collect();
    let rename = |attr: Attr<'_>| {
        let name = attr.as_symbol()?;
        names.contains(name).then(|| format!("{prefix}{name}"))
    };
    for op in module.walk(WalkOrder::Pre) {
        for (key, attr) in op.attrs() {
            if let Some(name) = rename(attr) {
                op.set_attr(key, Attr::symbol(op.context(), &name));
            }
        }
    }
    for function in renamed {
        let name = format!("{prefix}{}", function.symbol_name().unwrap_or_default());
        function.set_attr("sym_name", Attr::string(function.context(), &name));
    }
}

/// As [`own_helpers`], for the data types that are a unit's own: sets of function values, and tapes. Types name them,
/// too, so that the module is written and read again.
pub(crate) fn own_data<'c>(
    context: &'c Context,
    module: Module<'c>,
    symbol: &str,
) -> Result<Module<'c>, Diagnostics> {
    let prefix = format!("{symbol}$");
    let names = data_types(module.op())
        .into_iter()
        .filter_map(Op::symbol_name);
    let foreign: HashSet<&str> = names
        .filter(|name| is_derived(name) && !name.starts_with(&prefix))
        .collect();
    if foreign.is_empty() {
        return Ok(module);
    }
    let text = module.op().text_with_locations();
    let mut renamed = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find('@') {
        let (before, name) = rest.split_at(start + 1);
        renamed += before;
        let is_word = |c: char| c.is_ascii_alphanumeric() || "_$.-".contains(c);
        let end = name.find(|c| !is_word(c)).unwrap_or(name.len());
        let (name, after) = name.split_at(end);
        if foreign.contains(name.strip_suffix(TANGENT).unwrap_or(name)) {
            renamed += &prefix;
        }
        renamed += name;
        rest = after;
    }
    renamed += rest;
    parse(context, renamed.as_bytes(), symbol)
}

/// Whether a symbol is none of the source's.
pub(crate) fn is_derived(symbol: &str) -> bool {
    symbol.contains('$')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::with_context;

    /// A unit `@NAME` with a data type that is made of function values.
    fn unit(name: &str, fields: &str) -> String {
        format!(
            "functional.data private @g$set {{ g  h({fields}) }}
            func.func @{name}(%d: !functional.data<@g$set>, %t: !functional.data<@g$set$ct>) -> tuple<!functional.data<@g$set>> {{
              %c = functional.construct @g$set g() : !functional.data<@g$set>
              %r = functional.match %d : !functional.data<@g$set> -> !functional.data<@g$set> {{
              case g {{ functional.yield %c : !functional.data<@g$set> }}
              case h(%x: {fields}) {{ functional.yield %d : !functional.data<@g$set> }}
              }}
              %p = functional.tuple %r : !functional.data<@g$set>
              return %p : tuple<!functional.data<@g$set>>
            }}"
        )
    }

    #[test]
    fn data_types_that_units_make_under_one_name_do_not_meet() {
        with_context(|context| {
            let [a, b] = [("a", "f64"), ("b", "i32")].map(|(name, fields)| {
                let text = unit(name, fields);
                let module = parse(context, text.as_bytes(), name).expect("the text is valid");
                own_data(context, module, name).expect("it is valid with other names")
            });
            link(a.op(), b.op());
            assert!(a.op().verify());
            let text = a.to_string();
            for name in ["@a$g$set", "@b$g$set", "@a$g$set$ct"] {
                assert!(
                    text.contains(&format!("!functional.data<{name}>")),
                    "{text}"
                );
            }
            assert!(!text.contains("@g$set"), "{text}");
            assert!(text.contains("h(f64)") && text.contains("h(i32)"), "{text}");
        });
    }
}
