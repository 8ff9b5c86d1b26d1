//! Products of matrices by kernels against sums over all products. The numbers are whole, so that both are exact: their
//! difference is 0, and so are its derivatives.

use crate::pullback;
use std::{fmt::Write as _, fs};

/// Letters of the operands and of the result, with the sizes of letters in the order of the alphabet.
const FORMS: [(&str, &[usize]); 10] = [
    ("ab,bc->ac", &[13, 9, 20]),
    ("ba,cb->ca", &[13, 9, 20]),
    ("abc,acd->abd", &[3, 7, 12, 10]),
    ("abcd,aecd->acbe", &[2, 6, 3, 5, 7]),
    ("abc,cde->abde", &[2, 5, 8, 3, 5]),
    ("ab,b->a", &[40, 30]),
    ("a,ab->b", &[40, 30]),
    ("ab,abc->ac", &[3, 20, 15]),
    ("abc,bcd->ad", &[9, 4, 5, 11]),
    ("bac,bdc->ad", &[9, 4, 5, 11]),
];

struct Form {
    sizes: &'static [usize],
    element: &'static str,
}

impl Form {
    fn place(letter: char) -> usize {
        letter as usize - 'a' as usize
    }

    fn ty(&self, letters: &str) -> String {
        let sizes = letters
            .chars()
            .map(|letter| self.sizes[Self::place(letter)]);
        let sizes: String = sizes.map(|size| format!("{size}x")).collect();
        format!("tensor<{sizes}{}>", self.element)
    }

    /// A matrix of multiples of an argument.
    fn matrix(&self, text: &mut String, name: &str, letters: &str, argument: &str) {
        let ty = self.ty(letters);
        let element = self.element;
        let _ = writeln!(
            text,
            "  %{name} = nd.map () -> {ty} {{\n    %s0 = arith.constant 2 : index"
        );
        for dimension in 0..letters.len() {
            let next = dimension + 1;
            let _ = writeln!(
                text,
                "    %i{dimension} = nd.index {dimension}
    %k{dimension} = arith.constant {k} : index
    %m{dimension} = arith.muli %i{dimension}, %k{dimension} : index
    %s{next} = arith.addi %s{dimension}, %m{dimension} : index",
                k = 2 * dimension + 3,
            );
        }
        let _ = writeln!(
            text,
            "    %n = arith.constant 7 : index
    %r = arith.remui %s{last}, %n : index
    %w = arith.index_cast %r : index to i32
    %u = arith.sitofp %w : i32 to {element}
    %t = arith.mulf %u, %{argument} : {element}
    nd.yield %t : {element}
  }}",
            last = letters.len()
        );
    }

    /// An array whose letters are in the order of the alphabet.
    fn sorted(&self, text: &mut String, name: &str, letters: &str) -> String {
        let mut sorted: Vec<_> = letters.chars().collect();
        sorted.sort_unstable();
        let sorted: String = sorted.into_iter().collect();
        let places: Vec<_> = sorted
            .chars()
            .map(|letter| letters.find(letter).unwrap())
            .collect();
        let (from, to) = (self.ty(letters), self.ty(&sorted));
        let _ = writeln!(
            text,
            "  %{name}.sorted = nd.transpose %{name} {places:?} : {from} to {to}"
        );
        sorted
    }

    fn program(&self, spec: &str) -> String {
        let element = self.element;
        let (from, to) = spec.split_once("->").unwrap();
        let (left, right) = from.split_once(',').unwrap();
        let all: String = ('a'..).take(self.sizes.len()).collect();
        let (result, whole) = (self.ty(to), self.ty(&all));
        let mut text = format!("func.func @f(%p: {element}, %q: {element}) -> {element} {{\n");
        self.matrix(&mut text, "x", left, "p");
        self.matrix(&mut text, "y", right, "q");
        let types = [left, right].map(|letters| self.ty(letters)).join(", ");
        let _ = writeln!(
            text,
            "  %c = nd.contract \"{spec}\" %x, %y : ({types}) -> {result}"
        );
        for (name, letters) in [("x", left), ("y", right)] {
            let sorted = self.sorted(&mut text, name, letters);
            let places: Vec<_> = sorted.chars().map(Self::place).collect();
            let ty = self.ty(&sorted);
            let _ = writeln!(
                text,
                "  %{name}.all = nd.broadcast %{name}.sorted {places:?} : {ty} to {whole}"
            );
        }
        let summed: Vec<_> = all
            .chars()
            .filter(|letter| !to.contains(*letter))
            .map(Self::place)
            .collect();
        let kept: String = all.chars().filter(|letter| to.contains(*letter)).collect();
        let places: Vec<_> = to
            .chars()
            .map(|letter| kept.find(letter).unwrap())
            .collect();
        let dimensions: Vec<_> = (0..to.len()).collect();
        let sums = self.ty(&kept);
        let _ = writeln!(
            text,
            "  %xy = arith.mulf %x.all, %y.all : {whole}
  %sums = nd.sum %xy {summed:?} : {whole} to {sums}
  %d = nd.transpose %sums {places:?} : {sums} to {result}
  %cc = arith.mulf %c, %c : {result}
  %dd = arith.mulf %d, %d : {result}
  %e = arith.subf %cc, %dd : {result}
  %r = nd.sum %e {dimensions:?} : {result} to {element}
  return %r : {element}
}}"
        );
        text
    }
}

#[test]
fn kernels_give_what_sums_give() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.mlir");
    let file = file.to_str().unwrap();
    for (number, (spec, sizes)) in FORMS.into_iter().enumerate() {
        let element = if number % 2 == 0 { "f64" } else { "f32" };
        let text = Form { sizes, element }.program(spec);
        fs::write(file, &text).unwrap();
        let fp = if number % 3 == 0 {
            "--fp=strict"
        } else {
            "--fp=fast"
        };
        let call = [
            "hvp",
            file,
            "--entry",
            "f",
            "--inputs",
            "[2, 3]",
            "--tangents",
            "[1, 2]",
            fp,
        ];
        assert_eq!(
            pullback(call).success(),
            "value = 0.0\nd/d%p = 0.0\nd/d%q = 0.0\nH v %p = 0.0\nH v %q = 0.0\n",
            "{spec} of {element}\n{text}"
        );
    }
}
