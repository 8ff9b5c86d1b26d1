//! Texts that may be lists of functions, and edits of them.

/// What edits put together: each of these means something to a lexer somewhere.
const SCRAPS: &[&str] = &[
    "func.func @f0() { return }",
    "func.func @f1(%x: !t) -> !t {\n  %y = \"a.b\"() {c = \"} @z // \"} : () -> !t\n  return %y : !t\n}",
    "\nfunc.func private @f2(f64)\n  -> f64\n",
    "\nfunc.func @f3() { func.call @f0() : () -> () return } loc(\"x\")",
    "\r\nfunc.func @f4(%x: f64) attributes {a = 1} {\r\n  return\r\n}\r\n",
    "\nfunctional.data @d { nil cons(f64, !functional.data<@d>) }\n",
    "\nfunctional.data @e { a(!t) }",
    "!t = f64\n",
    "\n!t = f32",
    "\n!u = !functional.data<@d>\n",
    "\n#m = affine_map<(d0) -> (d0)> // @f0\n",
    "// A comment. {\n",
    "//",
    "/",
    "\"",
    "\\",
    "{",
    "}",
    "(",
    ")",
    "loc(",
    "loc(\"}\")",
    "->",
    "attributes",
    "@",
    "@f0",
    "::",
    "=",
    "!",
    "!t",
    "#",
    "\n",
    "\r\n",
    " ",
    "\t",
    "\u{e9}",
    "\u{1f600}",
    "func.func",
    "func.func ",
    "functional.data ",
    "module {",
    "private ",
    "return",
    "f64",
    "0",
];

/// Marsaglia's xorshift.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    pub(crate) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    /// A place between characters.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// Statements of all kinds, each with names of its own where they are functions.
pub(crate) fn any_file(random: &mut Random) -> String {
    let count = random.below(8);
    (0..count)
        .map(|index| statement_of(random, index))
        .collect()
}

fn statement_of(random: &mut Random, index: usize) -> String {
    let text = SCRAPS[random.below(11)].to_owned();
    let text = match random.one_in(8) {
        true => text,
        // As a rule names differ.
        false => text
            .replace("c @f", &format!("c @g{index}_"))
            .replace("data @", &format!("data @t{index}_")),
    };
    format!(
        "{text}{}",
        ["\n", "", " ", "\r\n", "\n// } \" {\n"][random.below(5)]
    )
}

/// Where statements start: at functions, data types and aliases, as far as a line tells.
fn boundaries(text: &str) -> Vec<usize> {
    let starts = [
        "func.func @",
        "func.func private",
        "functional.data @",
        "!t =",
        "!u =",
        "#m =",
    ];
    let mut found: Vec<usize> = starts
        .iter()
        .flat_map(|start| text.match_indices(start).map(|(at, _)| at))
        .collect();
    found.extend([0, text.len()]);
    found.sort_unstable();
    found
}

pub(crate) fn edited(text: &str, random: &mut Random) -> String {
    let bounds = boundaries(text);
    let bound = |random: &mut Random| bounds[random.below(bounds.len())];
    let (a, b, c) = (bound(random), bound(random), bound(random));
    let [a, b, c] = {
        let mut all = [a, b, c];
        all.sort_unstable();
        all
    };
    let number = random.below(100) + 10;
    match random.below(12) {
        // A statement more, some less, two in each other's place, some twice.
        0 | 1 => format!(
            "{}{}{}",
            &text[..a],
            statement_of(random, number),
            &text[a..]
        ),
        2 => format!("{}{}", &text[..a], &text[b..]),
        3 => format!("{}{}{}{}", &text[..a], &text[b..c], &text[a..b], &text[c..]),
        4 => format!("{}{}{}", &text[..b], &text[a..b], &text[b..]),
        // Another name.
        5 => text.replacen(
            &format!("@g{}_", random.below(8)),
            &format!("@g{number}_"),
            1,
        ),
        // An alias.
        6 => match random.below(3) {
            0 => text.replacen("!t = f64", "!t = f32", 1),
            1 => text.replacen("!t = f32", "!t  =  // that\n f32", 1),
            _ => text.replacen("!t = f32", "!t = f64", 1),
        },
        7 if random.one_in(6) => String::new(),
        8 if random.one_in(3) => text.replace('\n', "\r\n"),
        // Anything, anywhere, for anything.
        _ => {
            let (mut start, mut end) = (random.place(text), random.place(text));
            if end < start {
                (start, end) = (end, start);
            }
            if random.one_in(2) || end - start > 40 {
                end = start;
            }
            let scrap = SCRAPS[random.below(SCRAPS.len())];
            let scrap = if random.one_in(4) { "" } else { scrap };
            format!("{}{scrap}{}", &text[..start], &text[end..])
        }
    }
}
