//! A product of matrices for one kind of machine, as LLVM IR.
//!
//! The scheme of Goto and van de Geijn (Anatomy of high-performance matrix multiplication, 2008), with one panel of the right
//! matrix packed at a time: a tile of the result stays in registers while vectors of a packed panel meet numbers of the left
//! matrix. The left matrix is read where it lies if its rows are contiguous.

use super::text::Text;

/// What a kernel is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kernel {
    /// `float` or `double`.
    pub(super) element: &'static str,
    /// Bytes of an element.
    pub(super) bytes: usize,
    /// Bits of a vector.
    pub(super) bits: usize,
    /// Whether a product and a sum may be rounded once.
    pub(super) contracts: bool,
}

/// Rows of a packed panel: of the sums that a tile adds up at a time.
const DEEP: usize = 256;
/// Rows of the left matrix that stay in the second cache.
const HIGH: usize = 192;

impl Kernel {
    fn lanes(self) -> usize {
        self.bits / 8 / self.bytes
    }

    fn vector(self) -> String {
        format!("<{} x {}>", self.lanes(), self.element)
    }

    /// Rows of a tile: with two vectors a row, what the registers hold.
    fn rows(self) -> usize {
        if self.bits == 512 { 8 } else { 6 }
    }

    /// Columns of a tile.
    fn columns(self) -> usize {
        2 * self.lanes()
    }

    fn flags(self) -> &'static str {
        if self.contracts {
            "reassoc contract"
        } else {
            "reassoc"
        }
    }

    /// `@name(m, n, k, a, a's strides, b, b's strides, c, c's strides)` adds to the m x n elements of c the product of a and b;
    /// strides in elements.
    pub(super) fn text(self, name: &str, arena: &str) -> String {
        let mut text = Text::default();
        text.raw("declare i64 @llvm.smin.i64(i64, i64)");
        for rows in [self.rows(), self.rows() / 2] {
            for vectors in [2, 1] {
                self.tile(&mut text, rows, vectors);
            }
        }
        self.pack(&mut text, "left", self.rows());
        self.pack(&mut text, "right", self.columns());
        self.vector_times_matrix(&mut text);
        self.product(&mut text, name, arena);
        text.finish()
    }

    /// A tile of the result: `rows` of `a`, of which the first `%rows` count, times `vectors` vectors of `b`.
    fn tile(self, text: &mut Text, rows: usize, vectors: usize) {
        let (ty, vector, lanes) = (self.element, self.vector(), self.lanes());
        let (bytes, flags) = (self.bytes, self.flags());
        let columns = vectors * lanes;
        let head = format!(
            "internal void @tile{rows}x{vectors}(i64 %k, ptr noalias %a, i64 %ar, i64 %ak, ptr noalias %b, i64 %bk, \
             ptr noalias %c, i64 %cr, i64 %cc, i64 %rows, i64 %columns) noinline nounwind"
        );
        text.function(&head, |text| {
            let tile = text.value(format!("alloca [{} x {ty}], align 64", rows * columns));
            let last = text.int("sub nsw", "%rows", 1);
            let left: Vec<_> = (0..rows)
                .map(|row| {
                    let row = text.least(row, &last);
                    let offset = text.int("mul nsw", row, "%ar");
                    text.at(ty, "%a", offset)
                })
                .collect();
            let names: Vec<_> = (0..rows * vectors)
                .map(|sum| format!("%sum{sum}"))
                .collect();
            let start = text.block().to_owned();
            text.line("br label %products");
            text.start("products");
            text.line(format!("%p = phi i64 [ 0, %{start} ], [ %p.next, %products ]"));
            text.line(format!("%ap = phi i64 [ 0, %{start} ], [ %ap.next, %products ]"));
            text.line(format!("%bp = phi ptr [ %b, %{start} ], [ %bp.next, %products ]"));
            for name in &names {
                text.line(format!(
                    "{name} = phi {vector} [ zeroinitializer, %{start} ], [ {name}.next, %products ]"
                ));
            }
            let right: Vec<_> = (0..vectors)
                .map(|place| {
                    let address = text.at(ty, "%bp", place * lanes);
                    text.value(format!("load {vector}, ptr {address}, align {bytes}"))
                })
                .collect();
            for (row, address) in left.iter().enumerate() {
                let address = text.at(ty, address, "%ap");
                let one = text.value(format!("load {ty}, ptr {address}, align {bytes}"));
                let first = text.value(format!("insertelement {vector} poison, {ty} {one}, i64 0"));
                let all = text.value(format!(
                    "shufflevector {vector} {first}, {vector} poison, <{lanes} x i32> zeroinitializer"
                ));
                for (place, right) in right.iter().enumerate() {
                    let name = &names[row * vectors + place];
                    let product = text.value(format!("fmul {flags} {vector} {all}, {right}"));
                    text.line(format!("{name}.next = fadd {flags} {vector} {name}, {product}"));
                }
            }
            text.line("%p.next = add nuw nsw i64 %p, 1");
            text.line("%ap.next = add nsw i64 %ap, %ak");
            text.line(format!("%bp.next = getelementptr inbounds {ty}, ptr %bp, i64 %bk"));
            text.line("%more = icmp slt i64 %p.next, %k");
            text.line("br i1 %more, label %products, label %done");
            text.start("done");
            let whole = [("%rows", rows), ("%columns", columns), ("%cc", 1)]
                .map(|(value, number)| text.equal(value, number));
            let whole = text.all(&whole);
            text.branch(
                &whole,
                |text| {
                    for row in 0..rows {
                        let offset = text.int("mul nsw", row, "%cr");
                        let row_of_c = text.at(ty, "%c", offset);
                        for place in 0..vectors {
                            let name = &names[row * vectors + place];
                            let address = text.at(ty, &row_of_c, place * lanes);
                            let old =
                                text.value(format!("load {vector}, ptr {address}, align {bytes}"));
                            let new = text.value(format!("fadd {flags} {vector} {old}, {name}.next"));
                            text.line(format!("store {vector} {new}, ptr {address}, align {bytes}"));
                        }
                    }
                },
                |text| {
                    for (place, name) in names.iter().enumerate() {
                        let address = text.at(ty, &tile, place * lanes);
                        text.line(format!("store {vector} {name}.next, ptr {address}, align {bytes}"));
                    }
                    text.each(["0", "%rows", "1"], |text, row| {
                        let offset = text.int("mul nsw", row, "%cr");
                        let row_of_c = text.at(ty, "%c", offset);
                        let offset = text.int("mul nsw", row, columns);
                        let row_of_tile = text.at(ty, &tile, offset);
                        text.each(["0", "%columns", "1"], |text, column| {
                            let from = text.at(ty, &row_of_tile, column);
                            let offset = text.int("mul nsw", column, "%cc");
                            let to = text.at(ty, &row_of_c, offset);
                            self.add(text, &from, &to);
                        });
                    });
                },
            );
        });
    }

    /// Adds an element in memory to another.
    fn add(self, text: &mut Text, from: &str, to: &str) {
        let ty = self.element;
        let [new, old] = [from, to].map(|at| text.value(format!("load {ty}, ptr {at}")));
        let sum = text.value(format!("fadd {} {ty} {old}, {new}", self.flags()));
        text.line(format!("store {ty} {sum}, ptr {to}"));
    }

    /// A panel of so many places a row, from a matrix of which `%count` places are there: `to[p][j] = from[p * sp + j * sj]`,
    /// zero behind the last.
    fn pack(self, text: &mut Text, side: &str, places: usize) {
        let (ty, bytes) = (self.element, self.bytes);
        let head = format!(
            "internal void @{side}(i64 %k, ptr noalias %to, ptr noalias %from, i64 %sp, i64 %sj, i64 %count) noinline nounwind"
        );
        text.function(&head, |text| {
            let is_full = text.equal("%count", places);
            let is_row = text.equal("%sj", 1);
            let rows = text.all(&[is_full.clone(), is_row]);
            text.leave_if(&rows, |text| {
                let row = format!("<{places} x {ty}>");
                text.each(["0", "%k", "1"], |text, p| {
                    let [from, to] = self.rows_of_panel(text, p, places);
                    let value = text.value(format!("load {row}, ptr {from}, align {bytes}"));
                    text.line(format!("store {row} {value}, ptr {to}, align {bytes}"));
                });
            });
            let mut start = "0".to_owned();
            if places.is_multiple_of(self.lanes()) {
                let is_column = text.equal("%sp", 1);
                let columns = text.all(&[is_full, is_column]);
                let all = text.int("and", "%k", format!("-{}", self.lanes()));
                start = text.value(format!("select i1 {columns}, i64 {all}, i64 0"));
                self.pack_columns(text, &start, places);
            }
            text.each([&start, "%k", "1"], |text, p| {
                let [from, to] = self.rows_of_panel(text, p, places);
                text.each(["0", "%count", "1"], |text, j| {
                    let offset = text.int("mul nsw", j, "%sj");
                    let from = text.at(ty, &from, offset);
                    let to = text.at(ty, &to, j);
                    let value = text.value(format!("load {ty}, ptr {from}"));
                    text.line(format!("store {ty} {value}, ptr {to}"));
                });
                text.each(["%count", &places.to_string(), "1"], |text, j| {
                    let to = text.at(ty, &to, j);
                    text.line(format!("store {ty} 0.0, ptr {to}"));
                });
            });
        });
    }

    /// Where row `p` comes from and goes to.
    fn rows_of_panel(self, text: &mut Text, p: &str, places: usize) -> [String; 2] {
        let offset = text.int("mul nsw", p, "%sp");
        let from = text.at(self.element, "%from", offset);
        let offset = text.int("mul nsw", p, places);
        [from, text.at(self.element, "%to", offset)]
    }

    /// The first `all` rows of a panel from contiguous columns: squares of vectors are transposed.
    fn pack_columns(self, text: &mut Text, all: &str, places: usize) {
        let (ty, vector, lanes, bytes) = (self.element, self.vector(), self.lanes(), self.bytes);
        let half = |high: usize| {
            let place = |lane: usize| high * lanes / 2 + lane / 2 + (lane % 2) * lanes;
            let places: Vec<_> = (0..lanes)
                .map(|lane| format!("i32 {}", place(lane)))
                .collect();
            format!("<{lanes} x i32> <{}>", places.join(", "))
        };
        let halves = [half(0), half(1)];
        text.each(["0", all, &lanes.to_string()], |text, p| {
            let source = text.at(ty, "%from", p);
            let offset = text.int("mul nsw", p, places);
            let target = text.at(ty, "%to", offset);
            for square in 0..places / lanes {
                let mut rows: Vec<_> = (0..lanes)
                    .map(|row| {
                        let offset = text.int("mul nsw", square * lanes + row, "%sj");
                        let from = text.at(ty, &source, offset);
                        text.value(format!("load {vector}, ptr {from}, align {bytes}"))
                    })
                    .collect();
                // Each round puts the elements of two rows between each other.
                for _ in 0..lanes.ilog2() {
                    let (first, second) = rows.split_at(lanes / 2);
                    let pairs = first.iter().zip(second);
                    rows = pairs
                        .flat_map(|pair| halves.iter().map(move |half| (pair, half)))
                        .map(|((a, b), half)| {
                            text.value(format!("shufflevector {vector} {a}, {vector} {b}, {half}"))
                        })
                        .collect();
                }
                for (row, value) in rows.iter().enumerate() {
                    let to = text.at(ty, &target, row * places + square * lanes);
                    text.line(format!("store {vector} {value}, ptr {to}, align {bytes}"));
                }
            }
        });
    }

    /// `y[j] += sum of x[p] b[p][j]`.
    fn vector_times_matrix(self, text: &mut Text) {
        let (ty, flags) = (self.element, self.flags());
        let head = "internal void @line(i64 %k, i64 %n, ptr noalias %b, i64 %bk, i64 %bn, ptr noalias %x, i64 %xs, \
                    ptr noalias %y, i64 %ys) noinline nounwind";
        let load = |text: &mut Text, base: &str, offset: &str| {
            let at = text.at(ty, base, offset);
            text.value(format!("load {ty}, ptr {at}"))
        };
        let multiply = |text: &mut Text, a: &str, b: &str, sum: &str| {
            let product = text.value(format!("fmul {flags} {ty} {a}, {b}"));
            text.value(format!("fadd {flags} {ty} {sum}, {product}"))
        };
        text.function(head, |text| {
            // Rows of b that follow each other: four at a time are added to y.
            let conditions = [("%bn", 1), ("%ys", 1)].map(|(value, one)| text.equal(value, one));
            let is_rows = text.all(&conditions);
            text.leave_if(&is_rows, |text| {
                let fours = text.int("and", "%k", -4);
                for (from, to, step) in [("0", fours.as_str(), 4), (fours.as_str(), "%k", 1)] {
                    text.each([from, to, &step.to_string()], |text, p| {
                        let rows: Vec<_> = (0..step)
                            .map(|row| {
                                let p = text.int("add nsw", p, row);
                                let offset = text.int("mul nsw", &p, "%xs");
                                let x = load(text, "%x", &offset);
                                let offset = text.int("mul nsw", &p, "%bk");
                                (x, text.at(ty, "%b", offset))
                            })
                            .collect();
                        text.each(["0", "%n", "1"], |text, j| {
                            let y = text.at(ty, "%y", j);
                            let mut sum = text.value(format!("load {ty}, ptr {y}"));
                            for (x, row) in &rows {
                                let b = load(text, row, j);
                                sum = multiply(text, x, &b, &sum);
                            }
                            text.line(format!("store {ty} {sum}, ptr {y}"));
                        });
                    });
                }
            });
            // Columns: a sum each.
            let conditions = [("%bk", 1), ("%xs", 1)].map(|(value, one)| text.equal(value, one));
            let is_columns = text.all(&conditions);
            let sums = |text: &mut Text, [bk, xs]: [&str; 2]| {
                text.each(["0", "%n", "1"], |text, j| {
                    let offset = text.int("mul nsw", j, "%bn");
                    let column = text.at(ty, "%b", offset);
                    let start = text.block().to_owned();
                    let name = format!("%{start}.sum");
                    text.line(format!("br label %{start}.head"));
                    text.start(&format!("{start}.head"));
                    text.line(format!(
                        "{name}.p = phi i64 [ 0, %{start} ], [ {name}.p.next, %{start}.inside ]"
                    ));
                    text.line(format!(
                        "{name} = phi {ty} [ -0.0, %{start} ], [ {name}.next, %{start}.inside ]"
                    ));
                    let more = text.value(format!("icmp slt i64 {name}.p, %k"));
                    text.line(format!(
                        "br i1 {more}, label %{start}.inside, label %{start}.end"
                    ));
                    text.start(&format!("{start}.inside"));
                    let p = format!("{name}.p");
                    let offset = text.int("mul nsw", &p, bk);
                    let b = load(text, &column, &offset);
                    let offset = text.int("mul nsw", &p, xs);
                    let x = load(text, "%x", &offset);
                    let product = text.value(format!("fmul {flags} {ty} {b}, {x}"));
                    text.line(format!("{name}.next = fadd {flags} {ty} {name}, {product}"));
                    text.line(format!("{name}.p.next = add nuw nsw i64 {p}, 1"));
                    text.line(format!("br label %{start}.head"));
                    text.start(&format!("{start}.end"));
                    let offset = text.int("mul nsw", j, "%ys");
                    let y = text.at(ty, "%y", offset);
                    let old = text.value(format!("load {ty}, ptr {y}"));
                    let sum = text.value(format!("fadd {flags} {ty} {old}, {name}"));
                    text.line(format!("store {ty} {sum}, ptr {y}"));
                });
            };
            text.leave_if(&is_columns, |text| sums(text, ["1", "1"]));
            sums(text, ["%bk", "%xs"]);
        });
    }

    fn product(self, text: &mut Text, name: &str, arena: &str) {
        let (ty, bytes) = (self.element, self.bytes);
        let (high, deep) = (HIGH.to_string(), DEEP.to_string());
        let (rows, columns) = (self.rows().to_string(), self.columns().to_string());
        text.raw(&format!("@{arena} = external global {{ ptr, ptr }}"));
        let head = format!(
            "void @\"{name}\"(i64 %m, i64 %n, i64 %k, ptr noalias %a, i64 %am, i64 %ak, ptr noalias %b, i64 %bk, i64 %bn, \
             ptr noalias %c, i64 %cm, i64 %cn) noinline nounwind"
        );
        text.function(&head, |text| {
            let one = text.equal("%m", 1);
            text.leave_if(&one, |text| {
                text.line("call void @line(i64 %k, i64 %n, ptr %b, i64 %bk, i64 %bn, ptr %a, i64 %ak, ptr %c, i64 %cn)");
            });
            let one = text.equal("%n", 1);
            text.leave_if(&one, |text| {
                text.line("call void @line(i64 %k, i64 %m, ptr %a, i64 %ak, i64 %am, ptr %b, i64 %bk, ptr %c, i64 %cm)");
            });
            // A result of contiguous columns is the transposed product of the transposed matrices.
            let is_row = text.equal("%cn", 1);
            let is_column = text.equal("%cm", 1);
            let is_not_row = text.value(format!("xor i1 {is_row}, true"));
            let is_turned = text.all(&[is_not_row, is_column]);
            text.leave_if(&is_turned, |text| {
                text.line(format!(
                    "call void @\"{name}\"(i64 %n, i64 %m, i64 %k, ptr %b, i64 %bn, i64 %bk, ptr %a, i64 %ak, i64 %am, \
                     ptr %c, i64 %cn, i64 %cm)"
                ));
            });
            let reads = text.equal("%ak", 1);
            let [panel, left] = scratch(text, arena, [DEEP * self.columns() * bytes, HIGH * DEEP * bytes]);
            text.each(["0", "%m", &high], |text, i0| {
                let left_rows = text.int("sub nsw", "%m", i0);
                let left_rows = text.least(left_rows, &high);
                text.each(["0", "%k", &deep], |text, p0| {
                    let depth = text.int("sub nsw", "%k", p0);
                    let depth = text.least(depth, &deep);
                    let offset = text.int("mul nsw", i0, "%am");
                    let block = text.at(ty, "%a", offset);
                    let offset = text.int("mul nsw", p0, "%ak");
                    let block = text.at(ty, &block, offset);
                    text.branch(
                        &reads,
                        |_| {},
                        |text| {
                            text.each(["0", &left_rows, &rows], |text, i| {
                                let count = text.int("sub nsw", &left_rows, i);
                                let count = text.least(count, &rows);
                                let offset = text.int("mul nsw", i, "%am");
                                let from = text.at(ty, &block, offset);
                                let offset = text.int("mul nsw", i, &depth);
                                let to = text.at(ty, &left, offset);
                                text.line(format!(
                                    "call void @left(i64 {depth}, ptr {to}, ptr {from}, i64 %ak, i64 %am, i64 {count})"
                                ));
                            });
                        },
                    );
                    let mut pick = |yes: &str, no: &str, ty: &str| {
                        text.value(format!("select i1 {reads}, {ty} {yes}, {ty} {no}"))
                    };
                    let block = pick(&block, &left, "ptr");
                    let row_stride = pick("%am", "1", "i64");
                    let stride = pick("1", &rows, "i64");
                    // From one tile's rows to the next: so many times the first row.
                    let tile_stride = pick("%am", &depth, "i64");
                    text.each(["0", "%n", &columns], |text, j| {
                        let count = text.int("sub nsw", "%n", j);
                        let count = text.least(count, &columns);
                        let offset = text.int("mul nsw", p0, "%bk");
                        let from = text.at(ty, "%b", offset);
                        let offset = text.int("mul nsw", j, "%bn");
                        let from = text.at(ty, &from, offset);
                        // For few rows a full panel is read where it lies.
                        let few = text.value(format!("icmp sle i64 {left_rows}, {rows}"));
                        let full = text.equal(&count, &columns);
                        let is_row = text.equal("%bn", 1);
                        let lies = text.all(&[few, full, is_row]);
                        text.branch(
                            &lies,
                            |_| {},
                            |text| {
                                text.line(format!(
                                    "call void @right(i64 {depth}, ptr {panel}, ptr {from}, i64 %bk, i64 %bn, i64 {count})"
                                ));
                            },
                        );
                        let right = text.value(format!("select i1 {lies}, ptr {from}, ptr {panel}"));
                        let right_stride = text.value(format!("select i1 {lies}, i64 %bk, i64 {columns}"));
                        text.each(["0", &left_rows, &rows], |text, i| {
                            let high = text.int("sub nsw", &left_rows, i);
                            let high = text.least(high, &rows);
                            let offset = text.int("mul nsw", i, &tile_stride);
                            let a = text.at(ty, &block, offset);
                            let row = text.int("add nsw", i0, i);
                            let offset = text.int("mul nsw", row, "%cm");
                            let c = text.at(ty, "%c", offset);
                            let offset = text.int("mul nsw", j, "%cn");
                            let c = text.at(ty, &c, offset);
                            let call = |rows: usize, vectors: usize| {
                                format!(
                                    "call void @tile{rows}x{vectors}(i64 {depth}, ptr {a}, i64 {row_stride}, i64 {stride}, \
                                     ptr {right}, i64 {right_stride}, ptr {c}, i64 %cm, i64 %cn, i64 {high}, i64 {count})"
                                )
                            };
                            let is_low = text.value(format!("icmp sle i64 {high}, {}", self.rows() / 2));
                            let is_narrow = text.value(format!("icmp sle i64 {count}, {}", self.lanes()));
                            let by_width = |text: &mut Text, rows: usize| {
                                text.branch(
                                    &is_narrow,
                                    |text| text.line(call(rows, 1)),
                                    |text| text.line(call(rows, 2)),
                                );
                            };
                            text.branch(
                                &is_low,
                                |text| by_width(text, self.rows() / 2),
                                |text| by_width(text, self.rows()),
                            );
                        });
                    });
                });
            });
        });
    }
}

/// Memory for so many bytes each, above what the arena holds; where there is no room the store behind the arena traps.
fn scratch(text: &mut Text, arena: &str, sizes: [usize; 2]) -> [String; 2] {
    let top = text.value(format!("load i64, ptr @{arena}"));
    let top = text.int("add nuw", top, 63);
    let top = text.int("and", top, -64);
    let second = text.int("add nuw", &top, sizes[0]);
    let end = text.int("add nuw", &second, sizes[1]);
    let ends = text.at("i8", &format!("@{arena}"), 8);
    let last = text.value(format!("load ptr, ptr {ends}"));
    let address = text.value(format!("ptrtoint ptr {last} to i64"));
    let is_short = text.value(format!("icmp ugt i64 {end}, {address}"));
    text.branch(
        &is_short,
        |text| text.line(format!("store volatile i64 0, ptr {last}")),
        |_| {},
    );
    [top, second].map(|address| text.value(format!("inttoptr i64 {address} to ptr")))
}
