//! `run`, `grad`, `vjp` and `jvp`: what all of them do, and what each of them asks for and shows.

use crate::{
    argument_names::argument_names,
    cli::{self, Call, Code, TextForm},
    failure::{Failure, Result},
    json, module, nonfinite, number,
    source::{Source, text_or_file},
    types::{Place, Type},
};
use pullback_codegen::{Jit, Value};
use pullback_db::{Database, Derivative, File, Request, Signature, Target};
use std::{fmt::Write, path::Path};

/// `pullback run`.
pub fn run(args: &cli::Run) -> Result<String> {
    let program = Program::open(&args.call)?;
    let request = program.request(Derivative::None);
    if args.call.prints_code() {
        return program.code(request);
    }
    let inputs = program.inputs()?;
    let results = Answer::new(
        "results",
        program.result_labels("result"),
        program.results()?,
    );
    let values = program.evaluate(&request, &inputs)?;
    program.show(&mut values.into_iter(), &[results])
}

/// `pullback grad`.
pub fn grad(args: &cli::Grad) -> Result<String> {
    let program = Program::open(&args.call)?;
    let request = program.request(Derivative::Grad {
        wrt: args.wrt.clone(),
        mode: args.mode.into(),
        order: args.order,
    });
    program.check(&request)?;
    if args.call.prints_code() {
        return program.code(request);
    }
    let inputs = program.inputs()?;
    let mut values = program.evaluate(&request, &inputs)?;
    if args.order > 1 {
        // The compiled function gives the derivative of this order alone.
        let value = program.evaluate(&program.request(Derivative::None), &inputs)?;
        values.splice(0..0, value);
    }
    let gradients = program.gradients(args.wrt.as_deref(), args.order)?;
    program.show(&mut values.into_iter(), &[program.value()?, gradients])
}

/// `pullback vjp`.
pub fn vjp(args: &cli::Vjp) -> Result<String> {
    let program = Program::open(&args.call)?;
    let wrt = args.wrt.clone();
    let request = program.request(Derivative::Vjp { wrt });
    program.check(&request)?;
    if args.call.prints_code() {
        return program.code(request);
    }
    let places = program
        .result_labels("result")
        .into_iter()
        .zip(program.results()?);
    let seeds = seeds("--cotangents", args.cotangents.as_deref(), places)?;
    let inputs = [program.inputs()?, seeds].concat();
    let values = program.evaluate(&request, &inputs)?;
    let gradients = program.gradients(args.wrt.as_deref(), 1)?;
    let answers = [program.value()?, gradients];
    program.show(&mut values.into_iter(), &answers)
}

/// `pullback jvp`.
pub fn jvp(args: &cli::Jvp) -> Result<String> {
    let program = Program::open(&args.call)?;
    let wrt = args.wrt.clone();
    let request = program.request(Derivative::Jvp { wrt });
    program.check(&request)?;
    if args.call.prints_code() {
        return program.code(request);
    }
    let places = program.places(args.wrt.as_deref())?;
    let seeds = seeds("--tangents", args.tangents.as_deref(), places)?;
    let inputs = [program.inputs()?, seeds].concat();
    let values = program.evaluate(&request, &inputs)?;
    let (labels, types) = program
        .result_labels("tangent")
        .into_iter()
        .zip(program.results()?)
        .filter(|(_, ty)| ty.is_differentiable())
        .map(|(label, ty)| (label, ty.tangent()))
        .unzip();
    let tangents = Answer::new("tangents", labels, types);
    program.show(&mut values.into_iter(), &[program.value()?, tangents])
}

/// The tangents or cotangents that an option holds, one for each place with a float.
pub fn seeds(
    option: &str,
    text: Option<&str>,
    places: impl Iterator<Item = (String, Type)>,
) -> Result<Vec<Value>> {
    let places: Vec<_> = places
        .filter(|(_, ty)| ty.is_differentiable())
        .map(|(name, ty)| Place {
            name,
            ty: ty.tangent(),
        })
        .collect();
    json::read(
        option,
        &text_or_file(option, text.unwrap_or_default())?,
        &places,
    )
}

/// A part of what is shown: a list in JSON, a line an entry for people.
pub struct Answer {
    key: &'static str,
    labels: Vec<String>,
    /// The types of the entries.
    pub types: Vec<Type>,
}

impl Answer {
    /// One label and one type an entry.
    pub fn new(key: &'static str, labels: Vec<String>, types: Vec<Type>) -> Self {
        Self { key, labels, types }
    }
}

/// Reads a program and finds a function of it.
pub fn open(path: &Path, entry: &str) -> Result<(Source, Database, File, Signature)> {
    let source = Source::read(path)?;
    let mut db = Database::new();
    let file = db.set_file(&source.name, source.text.as_str());
    let signature = db.signature(file, entry).or_else(|diagnostics| {
        // A name that the file does not have is a wrong call, not a wrong program.
        let context = module::context();
        module::function(&module::parse(&context, &source)?, entry, &source)?;
        Err(module::diagnosed(diagnostics, &source))
    })?;
    Ok((source, db, file, signature))
}

/// A program and the function of it that is called.
pub struct Program<'a> {
    call: &'a Call,
    source: Source,
    db: Database,
    file: File,
    signature: Signature,
    /// The names of the arguments.
    pub names: Vec<String>,
}

impl<'a> Program<'a> {
    /// Reads the program and finds the function.
    pub fn open(call: &'a Call) -> Result<Self> {
        let (source, db, file, signature) = open(&call.file, &call.entry)?;
        let names = argument_names(&source.text, &call.entry)
            .filter(|names| names.len() == signature.arguments.len())
            .unwrap_or_else(|| {
                (0..signature.arguments.len())
                    .map(|n| format!("%arg{n}"))
                    .collect()
            });
        Ok(Self {
            call,
            source,
            db,
            file,
            signature,
            names,
        })
    }

    /// To compute this of the function.
    pub fn request(&self, derivative: Derivative) -> Request {
        Request {
            fp: self.call.code.fp.into(),
            checks_nan: self.call.check_nan,
            ..Request::new(self.file, &self.call.entry, derivative)
        }
    }

    /// Whether the function has this derivative at all: if not, the call is wrong.
    pub fn check(&self, request: &Request) -> Result<()> {
        let signature = self.db.request_signature(request);
        signature.map_err(|diagnostics| Failure::Call(diagnostics.render(&self.source.text)))?;
        Ok(())
    }

    /// The arguments.
    pub fn arguments(&self) -> Result<Vec<Place>> {
        let arguments = self.signature.arguments.iter().zip(&self.names).enumerate();
        let place = |(index, (ty, name))| {
            let name = format!("argument {index} (`{name}`)");
            let ty = Type::of(&name, ty)?;
            Ok(Place { name, ty })
        };
        arguments.map(place).collect()
    }

    /// The types of the results.
    pub fn results(&self) -> Result<Vec<Type>> {
        let results = self.signature.results.iter().enumerate();
        results
            .map(|(index, ty)| Type::of(&format!("result {index}"), ty))
            .collect()
    }

    /// The inputs, as scalars.
    pub fn inputs(&self) -> Result<Vec<Value>> {
        let text = self.call.inputs.as_deref().unwrap_or_default();
        json::read(
            "--inputs",
            &text_or_file("--inputs", text)?,
            &self.arguments()?,
        )
    }

    /// `value`, or `value 0` and so on.
    pub fn result_labels(&self, word: &str) -> Vec<String> {
        match self.signature.results.len() {
            1 => vec![word.to_owned()],
            count => (0..count).map(|index| format!("{word} {index}")).collect(),
        }
    }

    /// The results of the function itself.
    pub fn value(&self) -> Result<Answer> {
        Ok(Answer::new(
            "value",
            self.result_labels("value"),
            self.results()?,
        ))
    }

    /// The arguments that are differentiated by.
    pub fn differentiated_by(&self, wrt: Option<&[usize]>) -> Result<Vec<usize>> {
        let arguments = self.arguments()?;
        let all = (0..arguments.len()).filter(|&index| arguments[index].ty.is_differentiable());
        Ok(wrt.map_or_else(|| all.collect(), <[usize]>::to_vec))
    }

    /// The same with their names and types.
    pub fn places(&self, wrt: Option<&[usize]>) -> Result<impl Iterator<Item = (String, Type)>> {
        let arguments = self.arguments()?;
        let place = move |index: usize| {
            let place = &arguments[index];
            (place.name.clone(), place.ty.clone())
        };
        Ok(self.differentiated_by(wrt)?.into_iter().map(place))
    }

    /// Derivatives by the arguments.
    pub fn gradients(&self, wrt: Option<&[usize]>, order: u32) -> Result<Answer> {
        let arguments = self.arguments()?;
        let wrt = self.differentiated_by(wrt)?;
        let label = |&index: &usize| match order {
            1 => format!("d/d{}", self.names[index]),
            _ => format!("d^{order}/d{}^{order}", self.names[index]),
        };
        let types = wrt
            .iter()
            .map(|&index| arguments[index].ty.tangent())
            .collect();
        Ok(Answer::new(
            "gradients",
            wrt.iter().map(label).collect(),
            types,
        ))
    }

    /// Compiles and calls.
    pub fn evaluate(&self, request: &Request, inputs: &[Value]) -> Result<Vec<Value>> {
        let image = self
            .db
            .image(request)
            .map_err(|error| module::diagnosed(error, &self.source))?;
        let link = || {
            let jit = Jit::with_memory(self.call.memory)?;
            for object in &image.objects {
                jit.add_object(object)?;
            }
            pullback_codegen::guarded(self.call.stack, || jit.call(&image.entry, inputs))?
        };
        let failed = |error| Failure::Program(format!("{}: error: {error}", self.source.name));
        if !self.call.check_nan {
            return link().map_err(failed);
        }
        let (values, reports) = pullback_codegen::watch(link);
        let values = values.map_err(failed)?;
        match nonfinite::explain(&values, &reports) {
            None => Ok(values),
            Some(found) => Err(module::diagnosed(
                self.db.place(self.file, found),
                &self.source,
            )),
        }
    }

    /// What stands for running the program: the program as text, or what it keeps.
    pub fn code(&self, request: Request) -> Result<String> {
        let diagnosed = |error| module::diagnosed(error, &self.source);
        let Some(form) = self.call.emit else {
            let said = self.db.tape_report(&request).map_err(diagnosed)?;
            return Ok(said.render(&self.source.text));
        };
        let Some(emit) = form.emit() else {
            return self.db.program(&request).map_err(diagnosed);
        };
        let target = target(&self.call.code, form == TextForm::Ptx)?;
        let artifact = self
            .db
            .artifact(&Request { target, ..request }, emit)
            .map_err(diagnosed)?;
        Ok(artifact.text().unwrap_or_default().to_owned())
    }

    /// The answers, whose scalars come one after the other.
    pub fn show(
        &self,
        values: &mut impl Iterator<Item = Value>,
        answers: &[Answer],
    ) -> Result<String> {
        if self.call.json {
            let parts: Vec<_> = answers
                .iter()
                .map(|answer| {
                    format!(
                        "\"{}\": {}",
                        answer.key,
                        json::write_list(&answer.types, values)
                    )
                })
                .collect();
            return Ok(format!("{{{}}}\n", parts.join(", ")));
        }
        let mut text = String::new();
        for answer in answers {
            for (label, ty) in answer.labels.iter().zip(&answer.types) {
                let shown = match ty {
                    Type::Scalar(_) => values.next().map(number::write).unwrap_or_default(),
                    Type::Tuple(_) => json::write(ty, values),
                };
                let _ = writeln!(text, "{label} = {shown}");
            }
        }
        Ok(text)
    }
}

/// The machine that code is emitted for.
pub fn target(code: &Code, is_ptx: bool) -> Result<Target> {
    let name = match is_ptx {
        true => code.chip.as_deref().unwrap_or("sm_80"),
        false => code.target.as_deref().unwrap_or("host"),
    };
    let target = if is_ptx {
        Target::nvptx(name)
    } else {
        Target::named(name)
    };
    match target {
        Ok(target) if target.is_gpu() && !is_ptx => Err(Failure::call(
            format!("`--target {name}` is a GPU"),
            format!("use `--emit ptx --chip {name}`"),
        )),
        Ok(target) => Ok(target),
        Err(error) => Err(Failure::Call(format!("error: {error}"))),
    }
}
