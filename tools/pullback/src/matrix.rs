//! `hvp`, `jacobian` and `hessian`.
//!
//! A matrix is shown in the shape of what is differentiated, with a list in the place of each float: the row, one entry
//! for each argument that is differentiated by.

use crate::{
    call::{Answer, Program, seeds},
    cli,
    failure::Result,
    types::Type,
};
use pullback_db::Derivative;

/// `pullback hvp`.
pub fn hvp(args: &cli::Hvp) -> Result<String> {
    let program = Program::open(&args.call)?;
    let wrt = args.wrt.clone();
    let request = program.request(Derivative::Hvp { wrt });
    program.check(&request)?;
    if args.call.prints_code() {
        return program.code(request);
    }
    let places = program.places(args.wrt.as_deref())?;
    let seeds = seeds("--tangents", args.tangents.as_deref(), places)?;
    let inputs = [program.inputs()?, seeds].concat();
    let values = program.evaluate(&request, &inputs)?;
    let gradients = program.gradients(args.wrt.as_deref(), 1)?;
    let names = program.differentiated_by(args.wrt.as_deref())?;
    let labels = names
        .iter()
        .map(|&index| format!("H v {}", program.names[index]));
    let products = Answer::new("products", labels.collect(), gradients.types.clone());
    program.show(
        &mut values.into_iter(),
        &[program.value()?, gradients, products],
    )
}

/// `pullback jacobian`.
pub fn jacobian(args: &cli::Jacobian) -> Result<String> {
    let program = Program::open(&args.call)?;
    let request = program.request(Derivative::Jacobian {
        wrt: args.wrt.clone(),
        mode: args.mode.map(Into::into),
    });
    program.check(&request)?;
    if args.call.prints_code() {
        return program.code(request);
    }
    let values = program.evaluate(&request, &program.inputs()?)?;
    let row = program.gradients(args.wrt.as_deref(), 1)?.types;
    let (labels, types) = program
        .result_labels("jacobian")
        .into_iter()
        .zip(program.results()?)
        .filter(|(_, ty)| ty.is_differentiable())
        .map(|(label, ty)| (label, with_rows(&ty, &row)))
        .unzip();
    let jacobian = Answer::new("jacobian", labels, types);
    program.show(&mut values.into_iter(), &[program.value()?, jacobian])
}

/// `pullback hessian`.
pub fn hessian(args: &cli::Hessian) -> Result<String> {
    let program = Program::open(&args.call)?;
    let wrt = args.wrt.clone();
    let request = program.request(Derivative::Hessian { wrt });
    program.check(&request)?;
    if args.call.prints_code() {
        return program.code(request);
    }
    let values = program.evaluate(&request, &program.inputs()?)?;
    let gradients = program.gradients(args.wrt.as_deref(), 1)?;
    let arguments = program.arguments()?;
    let (labels, types) = program
        .differentiated_by(args.wrt.as_deref())?
        .into_iter()
        .map(|index| {
            let label = format!("hessian {}", program.names[index]);
            (label, with_rows(&arguments[index].ty, &gradients.types))
        })
        .unzip();
    let hessian = Answer::new("hessian", labels, types);
    program.show(
        &mut values.into_iter(),
        &[program.value()?, gradients, hessian],
    )
}

/// The tangent type with a row in the place of each float.
fn with_rows(ty: &Type, row: &[Type]) -> Type {
    match ty.tangent() {
        Type::Tuple(fields) => {
            Type::Tuple(fields.iter().map(|field| with_rows(field, row)).collect())
        }
        _ => Type::Tuple(row.to_vec()),
    }
}
