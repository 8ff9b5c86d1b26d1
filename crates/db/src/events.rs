//! Which queries ran, by names that people read.

use crate::{
    Database, Derivative, File, Mode,
    code::Build,
    derived::Derived,
    source::{Symbol, Unit},
};
use salsa::{Database as _, DatabaseKeyIndex, plumbing::FromId};

/// `simplified(f)`: each query has one argument.
pub(crate) fn label(db: &Database, key: DatabaseKeyIndex) -> String {
    let query = db.ingredient_debug_name(key.ingredient_index());
    let id = key.key_index();
    let argument = match &*query {
        "contents" | "is_whole" | "first_problem" | "by_name" | "well_formed" => {
            File::from_id(id).name(db).clone()
        }
        "function" | "reachable" | "signature" | "checked" => Symbol::from_id(id).name(db).clone(),
        "derivative" | "split" | "stub" => Derived::from_id(id).name(db).clone(),
        "object" => build(db, Build::from_id(id)),
        _ => unit(db, Unit::from_id(id)),
    };
    format!("{query}({argument})")
}

pub(crate) fn unit(db: &dyn salsa::Database, unit: Unit<'_>) -> String {
    if let Some(part) = unit.part(db) {
        return part.clone();
    }
    let name = unit.base(db).name(db);
    match unit.derivative(db) {
        Derivative::None => name.clone(),
        Derivative::Vjp { .. } => format!("vjp {name}"),
        Derivative::Jvp { .. } => format!("jvp {name}"),
        Derivative::Hvp { .. } => format!("hvp {name}"),
        Derivative::Jacobian { .. } => format!("jacobian {name}"),
        Derivative::Hessian { .. } => format!("hessian {name}"),
        Derivative::Grad {
            mode: Mode::Reverse,
            ..
        } => format!("grad {name}"),
        Derivative::Grad {
            mode: Mode::Forward,
            ..
        } => format!("forward grad {name}"),
    }
}

fn build(db: &Database, build: Build<'_>) -> String {
    let scope = if build.whole(db) { "program of " } else { "" };
    format!("{scope}{}", unit(db, build.unit(db)))
}
