//! Options: typed, with defaults, and what is wrong with them.

use crate::{failure, run};
use pullback_pass::{Error, OptionEnum, Pass, Root, register, statistics};

/// How to greet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, OptionEnum)]
enum Tone {
    #[default]
    Plain,
    VeryLoud,
}

/// Counts what its options say.
#[derive(Pass)]
#[pass(name = "test-options", on = "func.func")]
struct Options {
    /// How.
    tone: Tone,
    /// How often.
    #[option(default = 2)]
    times: u32,
    /// Whom.
    #[option(default = "world")]
    name: String,
    /// What else.
    others: Vec<String>,
    /// Whether at all.
    quiet: bool,
}

impl Pass for Options {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        if !self.quiet {
            root.count("greetings", u64::from(self.times));
        }
        Err(Error::new(format!(
            "{:?} {} {} {:?} {}",
            self.tone, self.times, self.name, self.others, self.quiet
        )))
    }
}

#[test]
fn options_have_defaults_and_values() {
    register::<Options>();
    assert!(failure("func.func(test-options)").contains("Plain 2 world [] false"));
    let given = "func.func(test-options{tone=very-loud times=7 name=you others=a,b quiet=true})";
    assert!(failure(given).contains("VeryLoud 7 you [\"a\", \"b\"] true"));
}

#[test]
fn counters_add_up() {
    register::<Options>();
    let _ = run("func.func(test-options{times=3})");
    let count = statistics()
        .into_iter()
        .find(|statistic| statistic.pass == "test-options" && statistic.name == "greetings")
        .map_or(0, |statistic| statistic.count);
    assert!(count >= 3, "{count}");
}

#[test]
fn a_wrong_value_is_pointed_at() {
    register::<Options>();
    let tone = failure("func.func(test-options{tone=very-lod})");
    assert!(
        tone.contains(
            "option `tone`: `very-lod` is none of plain, very-loud; did you mean `very-loud`?"
        ),
        "{tone}"
    );
    assert!(tone.contains('^'), "{tone}");
    assert!(failure("func.func(test-options{times=-1})").contains("`-1` is not between 0 and"));
    assert!(failure("func.func(test-options{tme=1})").contains("tme"));
}

#[test]
fn a_wrong_pass_gets_the_nearest_name() {
    let message = failure("func.func(canonicalise)");
    assert!(
        message.contains('^') && message.contains("did you mean `canonicalize`?"),
        "{message}"
    );
}
