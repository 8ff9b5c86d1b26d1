//! What the driver says about itself.

use crate::{pullback, root};

#[test]
fn every_command_has_help() {
    let help = pullback(["--help"]).success();
    for command in [
        "run",
        "grad",
        "vjp",
        "jvp",
        "hvp",
        "jacobian",
        "hessian",
        "watch",
        "explain",
        "build",
        "demo",
        "completions",
    ] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command}: {help}"
        );
        let text = pullback([command, "--help"]).success();
        assert!(text.contains("Usage: pullback "), "{text}");
    }
}

#[test]
fn shells_get_completions() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            pullback(["completions", shell])
                .success()
                .contains("cotangents"),
            "{shell}"
        );
    }
}

#[test]
fn the_demo_learns_to_read() {
    let demo = pullback(["demo"]);
    assert_eq!(demo.status, Some(0), "{}", demo.stderr);
    let demo = demo.stdout;
    let last = demo.lines().find(|line| line.starts_with("epoch 20: "));
    let accuracy = last.and_then(|line| {
        line.split("accuracy ")
            .nth(1)?
            .split(' ')
            .next()?
            .parse()
            .ok()
    });
    assert!(
        accuracy >= Some(97.0) && !demo.contains("\u{1b}["),
        "{demo}"
    );
    assert!(
        demo.contains("functional.lambda") && demo.contains("3.000000e+00"),
        "{demo}"
    );
}

/// Every `console` block of the reference is what the driver prints.
#[test]
fn the_reference_shows_real_output() {
    let reference = std::fs::read_to_string(root().join("docs/cli.md")).expect("it is there");
    let blocks = reference.split("```console\n").skip(1);
    let blocks: Vec<_> = blocks
        .filter_map(|block| block.split("```").next())
        .collect();
    assert!(!blocks.is_empty());
    for call in blocks
        .iter()
        .flat_map(|block| block.split("$ pullback ").skip(1))
    {
        let (command, expected) = call.split_once('\n').expect("a call and its output");
        let answer = pullback(words(command));
        assert_eq!(answer.stdout + &answer.stderr, expected, "{command}");
    }
}

/// The words of a command line, of which some are in single quotes.
fn words(line: &str) -> Vec<String> {
    let quoted = line
        .split('\'')
        .enumerate()
        .map(|(index, part)| (index % 2 == 1, part));
    let split = quoted.flat_map(|(is_quoted, part)| match is_quoted {
        true => vec![part.to_owned()],
        false => part.split_whitespace().map(str::to_owned).collect(),
    });
    split.collect()
}
