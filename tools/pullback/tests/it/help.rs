//! What the driver says about itself.

use crate::pullback;

#[test]
fn every_command_has_help() {
    let help = pullback(["--help"]).success();
    for command in ["run", "grad", "vjp", "jvp", "build", "demo", "completions"] {
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
fn the_demo_checks_itself() {
    let demo = pullback(["demo"]).success();
    assert!(
        demo.contains("central differences") && !demo.contains("\u{1b}["),
        "{demo}"
    );
}
