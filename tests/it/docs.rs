//! The code blocks of the pages in `docs/` are true.
//!
//! A comment right before a block says what it is:
//!
//! - `<!-- include: FILE -->`: a part of that file, word for word;
//! - `<!-- ir: FILE | SYMBOLS | PIPELINE -->`: these functions of what the pipeline makes of the file. With
//!   `INSTA_UPDATE=always` (`tools/test --bless`) the block is rewritten instead;
//! - `<!-- snapshot: FILE -->`: what that snapshot holds; rewritten in the same way.
//!
//! Blocks of the languages in [`CHECKED`] need such a comment. Generated pages are tested where they are made.

use pullback_testing::Opt;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

const CHECKED: [&str; 5] = ["cpp", "mlir", "rust", "tablegen", "toml"];

const OPT: Opt = Opt {
    register: pullback_passes::register,
    registry: pullback_passes::registry,
};

#[test]
fn the_code_in_the_pages_is_true() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for page in pages() {
        let name = page
            .strip_prefix(root())
            .unwrap_or(&page)
            .display()
            .to_string();
        let text = read(&page);
        let (new, errors) = check_page(&text, &mut checked);
        if new != text && env::var("INSTA_UPDATE").is_ok_and(|mode| mode == "always") {
            fs::write(&page, new).expect("the page can be written");
        } else if new != text {
            wrong.push(format!(
                "{name}: other output than is made now: run tools/test --bless"
            ));
        }
        wrong.extend(errors.into_iter().map(|error| format!("{name}:{error}")));
    }
    assert!(checked > 0, "no page has a block that is checked");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The page with its IR made anew, and what is wrong with its other blocks.
fn check_page(text: &str, checked: &mut usize) -> (String, Vec<String>) {
    let mut new = String::new();
    let mut errors = Vec::new();
    let mut before = "";
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        new.push_str(line);
        new.push('\n');
        let Some(language) = line.strip_prefix("```") else {
            before = line;
            continue;
        };
        let block: String = lines
            .by_ref()
            .map(|(_, line)| line)
            .take_while(|&line| line != "```")
            .flat_map(|line| [line, "\n"])
            .collect();
        let result = check_block(before, language, &block);
        *checked += usize::from(matches!(result, Ok(Some(_))));
        match result {
            Ok(made) => new.push_str(&made.unwrap_or(block)),
            Err(error) => {
                errors.push(format!("{}: {error}", index + 1));
                new.push_str(&block);
            }
        }
        new.push_str("```\n");
        before = "";
    }
    (new, errors)
}

/// What the block should be; `None` if it is not checked.
fn check_block(comment: &str, language: &str, block: &str) -> Result<Option<String>, String> {
    let directive = comment
        .strip_prefix("<!-- ")
        .and_then(|rest| rest.strip_suffix(" -->"))
        .unwrap_or_default();
    if let Some(file) = directive.strip_prefix("include: ") {
        return if !block.is_empty() && read(&root().join(file)).contains(block) {
            Ok(Some(block.to_owned()))
        } else {
            Err(format!("the block is not in {file}"))
        };
    }
    if let Some(file) = directive.strip_prefix("snapshot: ") {
        let snapshot = read(&root().join(file));
        return match snapshot.splitn(3, "---\n").nth(2) {
            Some(body) => Ok(Some(body.to_owned())),
            None => Err(format!("{file} is no snapshot")),
        };
    }
    if let Some(parts) = directive.strip_prefix("ir: ") {
        let parts: Vec<&str> = parts.split(" | ").collect();
        let [file, symbols, pipeline] = parts[..] else {
            return Err("expected `ir: FILE | SYMBOLS | PIPELINE`".into());
        };
        let module = OPT.run(pipeline, &read(&root().join(file)))?;
        return symbols
            .split(' ')
            .map(|symbol| function(&module, symbol))
            .collect::<Result<Vec<_>, _>>()
            .map(|functions| Some(functions.join("\n")));
    }
    if CHECKED.contains(&language) {
        return Err(format!(
            "a block of {language} needs an `include:`, `ir:` or `snapshot:` comment"
        ));
    }
    Ok(None)
}

/// The function of this name in a printed module, without the module's indentation.
fn function(module: &str, symbol: &str) -> Result<String, String> {
    let mut lines = module
        .lines()
        .skip_while(|line| {
            !(line.starts_with("  func.func ") && line.contains(&format!("{symbol}(")))
        })
        .map(|line| line.strip_prefix("  ").unwrap_or(line))
        .peekable();
    lines
        .peek()
        .ok_or_else(|| format!("there is no {symbol} in\n{module}"))?;
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push('\n');
        if line == "}" {
            break;
        }
    }
    Ok(text)
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<_> = fs::read_dir(root().join("docs"))
        .expect("the folder is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    pages
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package is in the repository")
}

#[track_caller]
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn links_lead_to_files() {
    let top = [
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
    ];
    let mut checked = 0;
    for page in pages().into_iter().chain(top.map(|name| root().join(name))) {
        let text = read(&page);
        // Every other part is a code block.
        let prose = text.split("```").step_by(2);
        let targets = prose
            .flat_map(|part| part.split("](").skip(1))
            .filter_map(|rest| rest.split_once(')'));
        for (target, _) in targets.filter(|(target, _)| !target.contains("://")) {
            let file = page.with_file_name(target);
            assert!(file.exists(), "{}: there is no {target}", page.display());
            checked += 1;
        }
    }
    assert!(checked > 0, "no page has a link");
}

#[test]
fn a_wrong_page_is_found() {
    let page = |block: &str| check_page(block, &mut 0);
    let kept = "<!-- include: Cargo.toml -->\n```toml\n[workspace]\n```\n";
    assert_eq!(page(kept), (kept.to_owned(), vec![]));
    let (_, errors) = page("text\n<!-- include: Cargo.toml -->\n```toml\n[nothing]\n```\n");
    assert_eq!(errors, ["3: the block is not in Cargo.toml"]);
    let (_, errors) = page("```rust\nfn f() {}\n```\n");
    assert_eq!(
        errors,
        ["1: a block of rust needs an `include:`, `ir:` or `snapshot:` comment"]
    );
    let stale = "<!-- ir: examples/figure1.mlir | @df | functional-differentiate,functional-simplify -->\n```mlir\n```\n";
    let (new, errors) = page(stale);
    assert!(errors.is_empty(), "{errors:?}");
    assert!(
        new.contains("%cst = arith.constant 3.000000e+00 : f64\n"),
        "{new}"
    );
}
