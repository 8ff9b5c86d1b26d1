//! Did-you-mean.

/// The candidate nearest to `word` by edit distance (insertions, deletions, substitutions and swaps of
/// neighbours), if it is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(2);
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The sentence for a word that is none of the accepted ones.
pub fn not_one_of(word: &str, accepted: &[&str]) -> String {
    let mut sentence = format!("`{word}` is none of {}", accepted.join(", "));
    if let Some(near) = nearest(word, accepted.iter().copied()) {
        sentence.push_str(&format!("; did you mean `{near}`?"));
    }
    sentence
}

/// Optimal string alignment distance.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1)
                .min(rows[i][j - 1] + 1)
                .min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_finds_its_word() {
        let words = ["canonicalize", "cse", "inline", "functional-simplify"];
        assert_eq!(nearest("canonicalise", words), Some("canonicalize"));
        assert_eq!(
            nearest("functional-simplfy", words),
            Some("functional-simplify")
        );
        assert_eq!(nearest("sce", words), Some("cse"));
        assert_eq!(nearest("tensor-tile", words), None);
    }
}
