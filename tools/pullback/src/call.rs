//! `run`, `grad`, `vjp` and `jvp`: what all of them do, and what each of them asks for and shows.

use crate::{
    answer::{self, Answer, Entry, Label},
    argument_names::argument_names,
    cache,
    cli::{self, Call, Code, TextForm},
    failure::{Failure, Result},
    inputs,
    json::{self, Mismatch},
    module, nonfinite,
    source::Source,
    types::{Place, Type, Types},
    why::{self, Earlier},
};
use pullback_codegen::{Jit, Value};
use pullback_db::{Database, Derivative, File, Request, Signature, Target, TypeTree};

/// `pullback run`.
pub fn run(args: &cli::Run) -> Result<String> {
    let program = Program::open(&args.call)?;
    let request = program.request(Derivative::None);
    if args.call.prints_code() {
        return program.code(request);
    }
    let values = program.evaluate(&request, &program.inputs()?.concat())?;
    let results = program.results_as("results", "result", &mut values.into_iter())?;
    program.show(&[results])
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
    let mut values = program.evaluate(&request, &inputs.concat())?;
    if args.order > 1 {
        // The compiled function gives the derivative of this order alone.
        let value = program.evaluate(&program.request(Derivative::None), &inputs.concat())?;
        values.splice(0..0, value);
    }
    let values = &mut values.into_iter();
    let value = program.value(values)?;
    let gradients = program.gradients(args.wrt.as_deref(), args.order, &inputs, values)?;
    program.show(&[value, gradients])
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
    let labels = program.result_labels("result");
    let places = labels.iter().zip(program.results()?);
    let places = places.map(|(label, ty)| (label.text.clone(), label.member.clone(), ty));
    let cotangents = program.seeds("--cotangents", args.cotangents.as_deref(), places)?;
    let inputs = program.inputs()?;
    let values = program.evaluate(&request, &[inputs.concat(), cotangents.concat()].concat())?;
    let values = &mut values.into_iter();
    let value = program.value(values)?;
    let results = value.entries.iter().zip(&labels);
    let results = results.map(|(entry, label)| (label.text.as_str(), &entry.ty, &*entry.parts));
    program.require_shape("--cotangents", results, &cotangents)?;
    let gradients = program.gradients(args.wrt.as_deref(), 1, &inputs, values)?;
    program.show(&[value, gradients])
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
    let inputs = program.inputs()?;
    let tangents = program.tangents(args.wrt.as_deref(), args.tangents.as_deref(), &inputs)?;
    let values = program.evaluate(&request, &[inputs.concat(), tangents.concat()].concat())?;
    let values = &mut values.into_iter();
    let value = program.value(values)?;
    let labels = program.result_labels("tangent");
    let results = labels.into_iter().zip(&value.entries);
    let along = results
        .filter(|(_, result)| result.ty.is_differentiable())
        .map(|(label, result)| (label, result.ty.clone(), result.parts.clone()));
    let slopes = Answer {
        key: "tangents",
        entries: program.tangents_of(along, values),
    };
    program.show(&[value, slopes])
}

/// The types of a function of a program.
pub fn signature(source: &Source, db: &Database, file: File, entry: &str) -> Result<Signature> {
    db.signature(file, entry).or_else(|diagnostics| {
        // A name that the file does not have is a wrong call, not a wrong program.
        let context = module::context();
        module::function(&module::parse(&context, source)?, entry, source)?;
        Err(module::diagnosed(diagnostics, source))
    })
}

/// A program and the function of it that is called.
pub struct Program<'a> {
    call: &'a Call,
    source: Source,
    db: Database,
    file: File,
    signature: Signature,
    types: Types,
    /// The names of the arguments.
    pub names: Vec<String>,
}

impl<'a> Program<'a> {
    /// Reads the program and finds the function.
    pub fn open(call: &'a Call) -> Result<Self> {
        if let Some(output) = &call.output {
            answer::form(output)?;
        }
        let source = Source::read(&call.file)?;
        let mut db = Database::new();
        db.set_cache(cache::open(&call.caching)?);
        let cores = || std::thread::available_parallelism().ok();
        if let Some(threads) = call.threads.or_else(cores) {
            db.set_threads(threads);
        }
        let file = db.set_file(&source.name, source.text.as_str());
        Self::of(call, source, db, file)
    }

    /// Finds the function of a program that was read.
    pub fn of(call: &'a Call, source: Source, db: Database, file: File) -> Result<Self> {
        let signature = signature(&source, &db, file, &call.entry)?;
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
            types: Types::of(&signature),
            signature,
            names,
        })
    }

    /// The program's text.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// To compute this of the function.
    pub fn request(&self, derivative: Derivative) -> Request {
        Request {
            fp: self.call.code.fp.into(),
            checks_nan: self.call.check_nan,
            checkpoint: self.call.checkpoint,
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
        let place = |(index, (ty, name)): (usize, (&TypeTree, &String))| {
            let key = name.trim_start_matches('%').to_owned();
            let name = format!("argument {index} (`{name}`)");
            let ty = Type::of(&name, ty, &self.types)?;
            Ok(Place { name, key, ty })
        };
        arguments.map(place).collect()
    }

    /// The types of the results.
    pub fn results(&self) -> Result<Vec<Type>> {
        let results = self.signature.results.iter().enumerate();
        results
            .map(|(index, ty)| Type::of(&format!("result {index}"), ty, &self.types))
            .collect()
    }

    /// The parts of each input.
    pub fn inputs(&self) -> Result<Vec<Vec<Value>>> {
        let text = self.call.inputs.as_deref().unwrap_or_default();
        inputs::read("--inputs", text, &self.arguments()?, &self.types)
    }

    /// The tangents or cotangents that an option holds, one for each place that has any.
    fn seeds(
        &self,
        option: &str,
        text: Option<&str>,
        places: impl Iterator<Item = (String, String, Type)>,
    ) -> Result<Vec<Vec<Value>>> {
        let places: Vec<_> = places
            .filter(|(_, _, ty)| ty.is_differentiable())
            .map(|(name, key, ty)| Place {
                name,
                key,
                ty: ty.tangent(),
            })
            .collect();
        inputs::read(option, text.unwrap_or_default(), &places, &self.types)
    }

    /// The tangents of the arguments that are differentiated by, in the shape of the inputs.
    pub fn tangents(
        &self,
        wrt: Option<&[usize]>,
        text: Option<&str>,
        inputs: &[Vec<Value>],
    ) -> Result<Vec<Vec<Value>>> {
        let arguments = self.arguments()?;
        let wrt = self.differentiated_by(wrt)?;
        let places = wrt.iter().map(|&index| &arguments[index]);
        let places = places.map(|place| (place.name.clone(), place.key.clone(), place.ty.clone()));
        let tangents = self.seeds("--tangents", text, places)?;
        let values = wrt.iter().map(|&index| {
            let place = &arguments[index];
            (place.name.as_str(), &place.ty, inputs[index].as_slice())
        });
        self.require_shape("--tangents", values, &tangents)?;
        Ok(tangents)
    }

    /// Refuses tangents whose shape is not that of their values, which come with their names and types.
    fn require_shape<'v>(
        &self,
        option: &str,
        values: impl Iterator<Item = (&'v str, &'v Type, &'v [Value])>,
        tangents: &[Vec<Value>],
    ) -> Result<()> {
        let values = values.filter(|(_, ty, _)| ty.is_differentiable());
        for ((name, ty, shape), tangent) in values.zip(tangents) {
            if let Err(Mismatch(value, other)) = json::write_along(ty, shape, tangent, &self.types)
            {
                return Err(Failure::call(
                    format!(
                        "`{option}`: what is for {name} holds {other:?} where the value holds {value:?}"
                    ),
                    "give it the shape of the value, or the zero of all shapes where it ends early",
                ));
            }
        }
        Ok(())
    }

    /// `value`, or `value 0` and so on.
    pub fn result_labels(&self, word: &str) -> Vec<Label> {
        let numbered = |index| Label {
            text: format!("{word} {index}"),
            member: format!("{word}.{index}"),
        };
        match self.signature.results.len() {
            1 => vec![Label {
                text: word.to_owned(),
                member: word.to_owned(),
            }],
            count => (0..count).map(numbered).collect(),
        }
    }

    /// The results of the function itself.
    pub fn value(&self, values: &mut impl Iterator<Item = Value>) -> Result<Answer> {
        self.results_as("value", "value", values)
    }

    /// Results under a name of their own.
    pub fn results_as(
        &self,
        key: &'static str,
        label: &str,
        values: &mut impl Iterator<Item = Value>,
    ) -> Result<Answer> {
        let results = self.result_labels(label).into_iter().zip(self.results()?);
        let entries = self.entries(results, values);
        Ok(Answer { key, entries })
    }

    /// Values of these types.
    pub fn entries(
        &self,
        places: impl Iterator<Item = (Label, Type)>,
        values: &mut impl Iterator<Item = Value>,
    ) -> Vec<Entry> {
        let entry = |(label, ty)| Entry {
            label,
            parts: json::take(&ty, values, &self.types),
            ty,
            along: None,
        };
        places.map(entry).collect()
    }

    /// Tangents of values, which come with their types and parts.
    fn tangents_of(
        &self,
        of: impl Iterator<Item = (Label, Type, Vec<Value>)>,
        values: &mut impl Iterator<Item = Value>,
    ) -> Vec<Entry> {
        let entry = |(label, ty, shape): (Label, Type, Vec<Value>)| Entry {
            label,
            parts: json::take(&ty.tangent(), values, &self.types),
            ty: ty.tangent(),
            along: Some((ty, shape)),
        };
        of.map(entry).collect()
    }

    /// The arguments that are differentiated by.
    pub fn differentiated_by(&self, wrt: Option<&[usize]>) -> Result<Vec<usize>> {
        let arguments = self.arguments()?;
        let all = (0..arguments.len()).filter(|&index| arguments[index].ty.is_differentiable());
        Ok(wrt.map_or_else(|| all.collect(), <[usize]>::to_vec))
    }

    /// Derivatives by the arguments.
    pub fn gradients(
        &self,
        wrt: Option<&[usize]>,
        order: u32,
        inputs: &[Vec<Value>],
        values: &mut impl Iterator<Item = Value>,
    ) -> Result<Answer> {
        let label = |name: &str| match order {
            1 => format!("d/d{name}"),
            _ => format!("d^{order}/d{name}^{order}"),
        };
        Ok(Answer {
            key: "gradients",
            entries: self.by_arguments(wrt, label, "grad", inputs, values)?,
        })
    }

    /// Tangents of the arguments that are differentiated by, under labels made of their names, which in an archive stand behind a word.
    pub fn by_arguments(
        &self,
        wrt: Option<&[usize]>,
        label: impl Fn(&str) -> String,
        word: &str,
        inputs: &[Vec<Value>],
        values: &mut impl Iterator<Item = Value>,
    ) -> Result<Vec<Entry>> {
        let arguments = self.arguments()?;
        let wrt = self.differentiated_by(wrt)?.into_iter();
        let along = wrt.map(|index| {
            let ty = arguments[index].ty.clone();
            let label = Label {
                text: label(&self.names[index]),
                member: format!("{word}.{}", arguments[index].key),
            };
            (label, ty, inputs[index].clone())
        });
        Ok(self.tangents_of(along, values))
    }

    /// Compiles and calls.
    pub fn evaluate(&self, request: &Request, inputs: &[Value]) -> Result<Vec<Value>> {
        let image = self
            .db
            .image(request)
            .map_err(|error| module::diagnosed(error, &self.source))?;
        self.tell_why(request)?;
        self.values(|| {
            let jit = Jit::with_memory(self.call.memory)?;
            for object in &image.objects {
                jit.add_object(object)?;
            }
            pullback_codegen::guarded(self.call.stack, || jit.call(&image.entry, inputs))?
        })
    }

    /// Why the queries of a request ran, if somebody wants to know.
    fn tell_why(&self, request: &Request) -> Result<()> {
        let Some(form) = &self.call.why_rebuilt else {
            why::note(&self.db, request, &self.source);
            return Ok(());
        };
        let ran = self.db.take_events();
        Earlier::default().tell(form, &self.db, request, &self.source, &ran)
    }

    /// What a call of compiled code gives.
    pub fn values(
        &self,
        link: impl FnOnce() -> pullback_codegen::Result<Vec<Value>>,
    ) -> Result<Vec<Value>> {
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
            self.tell_why(&request)?;
            return Ok(said.render(&self.source.text));
        };
        let Some(emit) = form.emit() else {
            let text = self.db.program(&request).map_err(diagnosed)?;
            self.tell_why(&request)?;
            return Ok(text);
        };
        let target = target(&self.call.code, form == TextForm::Ptx)?;
        let request = Request { target, ..request };
        let artifact = self.db.artifact(&request, emit).map_err(diagnosed)?;
        self.tell_why(&request)?;
        Ok(artifact.text().unwrap_or_default().to_owned())
    }

    /// The answers as text, or nothing where they go to a file.
    pub fn show(&self, answers: &[Answer]) -> Result<String> {
        let (types, program) = (&self.types, self.source.name.as_str());
        match &self.call.output {
            Some(path) => answer::write(answers, path, types, program).map(|()| String::new()),
            None if self.call.json => answer::json(answers, types, program),
            None => answer::lines(answers, types, program),
        }
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
