//! `watch`: the database stays, and each save of the file is compiled where it changed.

use crate::{
    cache,
    call::Program,
    cli,
    failure::{Failure, Result},
    module, print,
    source::Source,
    why::Earlier,
};
use notify::{RecursiveMode, Watcher};
use pullback_db::{Derivative, Live, Update};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read, Write},
    os::unix::fs::FileTypeExt,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

/// Editors write in several steps: nothing is read before they have been quiet for so long.
const QUIET: Duration = Duration::from_millis(10);

/// A file that is away for longer is not just being replaced.
const AWAY: Duration = Duration::from_millis(300);

/// `pullback watch`; ends with standard input if that is a pipe, or with the process.
pub fn watch(args: &cli::Watch) -> Result<String> {
    let path = &args.call.file;
    refuse(args)?;
    let (sender, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher({
        let sender = sender.clone();
        move |_| drop(sender.send(Event::Changed))
    })
    .map_err(|error| unwatchable(path, &error))?;
    // The file itself may be replaced by another one of its name, and by a link to one.
    for folder in folders(path)? {
        watcher
            .watch(&folder, RecursiveMode::NonRecursive)
            .map_err(|error| unwatchable(path, &error))?;
    }
    end_with_input(sender);

    let mut session = Session {
        args,
        live: Live::new(args.call.memory).map_err(|found| Failure::Program(found.to_string()))?,
        text: None,
        earlier: Earlier::default(),
    };
    let cache = cache::open(&args.call.caching)?;
    session.live.database_mut().set_cache(cache);
    let mut is_first = true;
    loop {
        match session.look() {
            Ok(true) => {}
            // What ends a single call, such as an entry that the file lacks, ends no watch that has begun.
            Err(Failure::BrokenPipe) => return Err(Failure::BrokenPipe),
            Err(failure @ Failure::Call(_)) if is_first => return Err(failure),
            Err(failure) => say(&failure.to_string()),
            Ok(false) => {}
        }
        if is_first {
            say(&format!("watching {}; Ctrl-C ends", path.display()));
            is_first = false;
        }
        if wait(&events) {
            return Ok(String::new());
        }
    }
}

/// Options that make no sense more than once.
fn refuse(args: &cli::Watch) -> Result<()> {
    if args.call.prints_code() {
        return Err(Failure::call(
            "`watch` calls a function, and prints no code",
            "leave out `--emit` and `--tape-report`, or use `grad`",
        ));
    }
    if args.call.file == Path::new("-") {
        return Err(Failure::call(
            "standard input cannot be watched",
            "name a file",
        ));
    }
    Ok(())
}

enum Event {
    /// Something in the folder.
    Changed,
    /// Nobody wants more.
    End,
}

/// The program as it is kept.
struct Session<'a> {
    args: &'a cli::Watch,
    live: Live,
    /// What was compiled last, whether or not it was right.
    text: Option<String>,
    earlier: Earlier,
}

impl Session<'_> {
    /// Reads the file and does what is to be done; says whether it has changed.
    fn look(&mut self) -> Result<bool> {
        let source = self.read()?;
        if self.text.as_ref() == Some(&source.text) {
            return Ok(false);
        }
        self.text = Some(source.text.clone());
        let start = Instant::now();
        let db = self.live.database_mut();
        let file = db.set_file(&source.name, source.text.as_str());
        db.take_events();
        let (text, update, ran) = self.answer(source, file)?;
        let time = start.elapsed();
        print(&text)?;
        say(&done(&ran, &update, time));
        Ok(true)
    }

    /// The file. Between two steps of an editor there may be none.
    fn read(&self) -> Result<Source> {
        let path = &self.args.call.file;
        let start = Instant::now();
        while !path.exists() && start.elapsed() < AWAY {
            thread::sleep(QUIET);
        }
        Source::read(path)
    }

    /// The value and the gradient; the results alone of a function that has no gradient.
    fn answer(
        &mut self,
        source: Source,
        file: pullback_db::File,
    ) -> Result<(String, Update, Vec<String>)> {
        let wrt = self.args.wrt.clone();
        // The handle goes at the end: the next text cannot come while there is one.
        let db = self.live.database().clone();
        let program = Program::of(&self.args.call, source, db, file)?;
        let grad = program.request(Derivative::Grad {
            wrt: wrt.clone(),
            mode: self.args.mode.into(),
            order: 1,
        });
        let asked = wrt.is_some();
        let has_gradient = match program.check(&grad) {
            Err(failure) if asked => return Err(failure),
            checked => checked.is_ok(),
        };
        let request = match has_gradient {
            true => grad,
            false => program.request(Derivative::None),
        };
        let inputs = program.inputs()?;
        let update = self.live.update(&request);
        let update = update.map_err(|found| module::diagnosed(found, program.source()))?;
        let Some(function) = self.live.function() else {
            return Err(Failure::Program("error: nothing was linked".into()));
        };
        // What traps may be mended by the next edit.
        let function = function.recovering();
        let arguments = inputs.concat();
        let values = program.values(|| {
            pullback_codegen::guarded(self.args.call.stack, || function.call_values(&arguments))?
        });
        let ran = self.live.database().take_events();
        if let Some(form) = &self.args.call.why_rebuilt {
            let db = self.live.database();
            self.earlier
                .tell(form, db, &request, program.source(), &ran)?;
        }
        let values = &mut values?.into_iter();
        let text = if has_gradient {
            let value = program.value(values)?;
            let gradients = program.gradients(wrt.as_deref(), 1, &inputs, values)?;
            program.show(&[value, gradients])?
        } else {
            let results = program.results_as("results", "result", values)?;
            program.show(&[results])?
        };
        Ok((text, update, ran))
    }
}

/// What was redone, and how long it took.
fn done(ran: &[String], update: &Update, time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    let linked = match update.linked.as_slice() {
        [] => "nothing".to_owned(),
        some => listed(some),
    };
    let kept = update.kept;
    match ran {
        [] => format!("{milliseconds:.1} ms: nothing ran"),
        some => format!(
            "{milliseconds:.1} ms: ran {}; linked {linked}, kept {kept} functions",
            listed(some)
        ),
    }
}

/// `a, b, c`; a long list is cut.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 6;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{shown} and {more} more"),
        _ => shown,
    }
}

/// Waits for a change, and until no more come; says whether it was the end instead.
fn wait(events: &Receiver<Event>) -> bool {
    match events.recv() {
        Ok(Event::Changed) => {}
        Ok(Event::End) | Err(_) => return true,
    }
    loop {
        match events.recv_timeout(QUIET) {
            Ok(Event::Changed) => {}
            Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => return true,
            Err(RecvTimeoutError::Timeout) => return false,
        }
    }
}

/// Ends the watch with standard input, if that is a pipe: whoever holds the other end has gone.
fn end_with_input(sender: Sender<Event>) {
    let is_pipe = fs::metadata("/proc/self/fd/0").is_ok_and(|data| data.file_type().is_fifo());
    if is_pipe {
        thread::spawn(move || {
            let mut stdin = io::stdin().lock();
            let mut ignored = [0; 256];
            while stdin.read(&mut ignored).is_ok_and(|count| count > 0) {}
            let _ = sender.send(Event::End);
        });
    }
}

/// The folder of a file, and of what it links to.
fn folders(path: &Path) -> Result<BTreeSet<PathBuf>> {
    let real = path
        .canonicalize()
        .map_err(|error| unwatchable(path, &error))?;
    let of = |path: &Path| match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    Ok([of(path), of(&real)].into())
}

fn unwatchable(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::call(
        format!("cannot watch {}: {error}", path.display()),
        "name a file that exists, in a folder of a local disk",
    )
}

fn say(text: &str) {
    // Where standard error is closed nobody can be told.
    let _ = writeln!(io::stderr(), "{text}");
}
