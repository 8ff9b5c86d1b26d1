//! Where everything stands in a file, so that an edit splits again what it touches alone.

use super::{
    Alias, Part, Unsplit, data,
    lexer::skip_blank,
    part,
    statements::{Statement, statement},
};
use std::{collections::HashSet, ops::Range};

/// A file that was split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outline {
    statements: Vec<Stretch>,
    aliases: Vec<Alias>,
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    range: Range<usize>,
    /// The symbol that it defines; `None` for an alias.
    name: Option<String>,
}

/// What an edit did to the list of functions and data types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Those that may be others now.
    pub(crate) replaced: Range<usize>,
    /// What stands in their place.
    pub(crate) parts: Vec<Part>,
}

impl Outline {
    /// Of a file, with its functions and data types.
    pub(crate) fn of(source: &str) -> Result<(Self, Vec<Part>), Unsplit> {
        let mut outline = Self {
            statements: vec![],
            aliases: vec![],
        };
        let mut found = vec![];
        let mut at = skip_blank(source, 0);
        while at < source.len() {
            let statement = statement(source, at)?;
            at = skip_blank(source, statement.range().end);
            found.push(statement);
        }
        outline.aliases = aliases(source, &found);
        let mut names = HashSet::new();
        let is_new = |alias: &Alias| names.insert(alias.name.clone());
        if !outline.aliases.iter().all(is_new) {
            return Err(Unsplit);
        }
        let parts = outline.replace(source, 0..0, found)?;
        Ok((outline, parts))
    }

    /// The outline of `new`, which was that of `old`, and what changed. After an error it is of no use.
    ///
    /// What a statement is depends on nothing before it, and is known where the next one has started. So those before
    /// the edit stay, but for the last one; and where a statement behind the edit starts as it did, so do all that follow.
    pub(crate) fn edit(&mut self, old: &str, new: &str) -> Result<Edit, Unsplit> {
        let (prefix, suffix) = in_common(old.as_bytes(), new.as_bytes());
        let whole = self.statements.partition_point(|s| s.range.end <= prefix);
        let start = whole.saturating_sub(1);
        let mut at = match whole {
            0 => skip_blank(new, 0),
            _ => self.statements[start].range.start,
        };
        let mut found = vec![];
        let mut end = self.statements.len();
        while at < new.len() {
            if new.len() - at <= suffix {
                let before = at + old.len() - new.len();
                let known =
                    self.statements[start..].binary_search_by_key(&before, |s| s.range.start);
                if let Ok(index) = known {
                    end = start + index;
                    break;
                }
            }
            let statement = statement(new, at)?;
            at = skip_blank(new, statement.range().end);
            found.push(statement);
        }
        if self.other_aliases(new, start..end, &found) {
            let replaced = 0..self.items(0..self.statements.len());
            let parts;
            (*self, parts) = Self::of(new)?;
            return Ok(Edit { replaced, parts });
        }
        for stretch in &mut self.statements[end..] {
            let moved = |at: usize| at + new.len() - old.len();
            stretch.range = moved(stretch.range.start)..moved(stretch.range.end);
        }
        let first = self.items(0..start);
        let replaced = first..first + self.items(start..end);
        let parts = self.replace(new, start..end, found)?;
        Ok(Edit { replaced, parts })
    }

    /// How many of these statements are functions or data types.
    fn items(&self, statements: Range<usize>) -> usize {
        let statements = self.statements[statements].iter();
        statements.filter(|stretch| stretch.name.is_some()).count()
    }

    /// Whether there are other aliases if these statements stand in the place of those.
    fn other_aliases(&self, source: &str, range: Range<usize>, found: &[Statement<'_>]) -> bool {
        let count = |range: Range<usize>| range.len() - self.items(range);
        let before = count(0..range.start);
        let known = &self.aliases[before..before + count(range)];
        aliases(source, found) != known
    }

    /// Puts statements in the place of others; hands back what they define.
    fn replace(
        &mut self,
        source: &str,
        range: Range<usize>,
        found: Vec<Statement<'_>>,
    ) -> Result<Vec<Part>, Unsplit> {
        let mut parts = vec![];
        let mut stretches = vec![];
        for statement in found {
            let range = statement.range();
            let part = match statement {
                Statement::Alias { .. } => None,
                Statement::Function { body, tokens, .. } => {
                    Some(part(source, range.clone(), body, &tokens, &self.aliases)?)
                }
                Statement::Data { tokens, .. } => {
                    Some(data(source, range.clone(), &tokens, &self.aliases)?)
                }
            };
            let name = part.as_ref().map(|part| part.name.clone());
            stretches.push(Stretch { range, name });
            parts.extend(part);
        }
        let mut names: HashSet<&str> = HashSet::new();
        if !parts.iter().all(|part| names.insert(&part.name)) {
            return Err(Unsplit);
        }
        let behind = range.start + stretches.len();
        for gone in self.statements.splice(range.clone(), stretches) {
            // This one was nobody else's.
            names.remove(gone.name.as_deref().unwrap_or_default());
        }
        if !names.is_empty() {
            let (before, rest) = self.statements.split_at(range.start);
            let mut others = before.iter().chain(&rest[behind - range.start..]);
            let is_taken = |stretch: &Stretch| {
                stretch
                    .name
                    .as_deref()
                    .is_some_and(|name| names.contains(name))
            };
            if others.any(is_taken) {
                return Err(Unsplit);
            }
        }
        Ok(parts)
    }
}

/// The aliases among statements.
fn aliases(source: &str, statements: &[Statement<'_>]) -> Vec<Alias> {
    let alias = |statement: &Statement<'_>| match statement {
        Statement::Alias { name, range } => Some(Alias::of(source, name, range.clone())),
        _ => None,
    };
    statements.iter().filter_map(alias).collect()
}

/// How many bytes two texts have in common at their starts, and at their ends behind that.
fn in_common(old: &[u8], new: &[u8]) -> (usize, usize) {
    /// Blocks are compared at once.
    const BLOCK: usize = 1024;
    let length = old.len().min(new.len());
    let same = |(a, b): &(&[u8], &[u8])| a == b;
    let blocks = old.chunks_exact(BLOCK).zip(new.chunks_exact(BLOCK));
    let mut prefix = blocks.take_while(same).count() * BLOCK;
    let bytes = old[prefix..].iter().zip(&new[prefix..]);
    prefix += bytes.take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[prefix..], &new[prefix..]);
    let blocks = old.rchunks_exact(BLOCK).zip(new.rchunks_exact(BLOCK));
    let mut suffix = blocks.take_while(same).count() * BLOCK;
    let old = old[..old.len() - suffix].iter().rev();
    let bytes = old.zip(new[..new.len() - suffix].iter().rev());
    suffix += bytes.take_while(|(a, b)| a == b).count();
    debug_assert!(prefix + suffix <= length);
    (prefix, suffix)
}
