//! Minimum cuts by Dinic's algorithm ("Algorithm for solution of a problem of maximum flow in networks with
//! power estimation", 1970). Nothing here recurses, and a path costs what it is long: a tape may have thousands
//! of leaves.

use std::collections::VecDeque;

/// More than all vertices together can weigh.
const UNBOUNDED: u32 = u32::MAX / 2;

/// A directed graph whose vertices have weights.
#[derive(Debug)]
///
/// ```
/// use pullback_analysis::Network;
/// // 0 and 1 make 2, from which 3 is made.
/// let mut network = Network::new(&[8, 8, 8, 8]);
/// network.begin_at(0);
/// network.begin_at(1);
/// network.connect(0, 2);
/// network.connect(1, 2);
/// network.connect(2, 3);
/// network.end_at(2);
/// network.end_at(3);
/// // 2 is kept, and 3 is made of it again, which costs nothing.
/// assert_eq!(network.minimum_cut(), [2]);
/// ```
pub struct Network {
    /// Edge `e` and its reverse `e ^ 1`: the end, and what may still flow.
    edges: Vec<(usize, u32)>,
    /// The edges that leave each node.
    leaving: Vec<Vec<usize>>,
}

const SOURCE: usize = 0;
const SINK: usize = 1;

/// Where a vertex begins and ends: between the two lies its weight.
fn ends(vertex: usize) -> (usize, usize) {
    (2 * vertex + 2, 2 * vertex + 3)
}

impl Network {
    /// Vertices of these weights, without edges.
    pub fn new(weights: &[u32]) -> Self {
        let mut network = Self {
            edges: Vec::new(),
            leaving: vec![Vec::new(); 2 * weights.len() + 2],
        };
        for (vertex, &weight) in weights.iter().enumerate() {
            let (begin, end) = ends(vertex);
            network.edge(begin, end, weight);
        }
        network
    }

    /// An edge between two vertices.
    pub fn connect(&mut self, from: usize, to: usize) {
        self.edge(ends(from).1, ends(to).0, UNBOUNDED);
    }

    /// Makes a vertex one where paths begin.
    pub fn begin_at(&mut self, vertex: usize) {
        self.edge(SOURCE, ends(vertex).0, UNBOUNDED);
    }

    /// What it costs to make a vertex again of those that lead to it.
    pub fn remake(&mut self, vertex: usize, cost: u32) {
        if cost > 0 {
            self.edge(SOURCE, ends(vertex).0, cost);
        }
    }

    /// Makes a vertex one where paths end.
    pub fn end_at(&mut self, vertex: usize) {
        self.edge(ends(vertex).1, SINK, UNBOUNDED);
    }

    fn edge(&mut self, from: usize, to: usize, capacity: u32) {
        self.leaving[from].push(self.edges.len());
        self.edges.push((to, capacity));
        self.leaving[to].push(self.edges.len());
        self.edges.push((from, 0));
    }

    /// The lightest set of vertices that every path meets, where what is made again (what lies between the set and
    /// the ends) is weighed too; of several the one nearest to the paths' ends.
    pub fn minimum_cut(mut self) -> Vec<usize> {
        loop {
            let levels = self.levels();
            if levels[SINK] == usize::MAX {
                break;
            }
            self.saturate(&levels);
        }
        let reaches = self.reaches_sink();
        let vertices = 0..(self.leaving.len() - 2) / 2;
        vertices
            .filter(|&vertex| {
                let (begin, end) = ends(vertex);
                reaches[end] && !reaches[begin]
            })
            .collect()
    }

    /// How far each node is from the source.
    fn levels(&self) -> Vec<usize> {
        let mut levels = vec![usize::MAX; self.leaving.len()];
        levels[SOURCE] = 0;
        let mut queue = VecDeque::from([SOURCE]);
        while let Some(node) = queue.pop_front() {
            for &edge in &self.leaving[node] {
                let (to, capacity) = self.edges[edge];
                if capacity > 0 && levels[to] == usize::MAX {
                    levels[to] = levels[node] + 1;
                    queue.push_back(to);
                }
            }
        }
        levels
    }

    /// Lets as much flow as the shortest paths can take.
    fn saturate(&mut self, levels: &[usize]) {
        // The next edge to try at each node: one that led nowhere leads nowhere again.
        let mut next = vec![0; self.leaving.len()];
        let mut path: Vec<usize> = Vec::new();
        loop {
            let node = path.last().map_or(SOURCE, |&edge| self.edges[edge].0);
            if node == SINK {
                let flow = path.iter().map(|&edge| self.edges[edge].1).min();
                for edge in path.drain(..) {
                    self.edges[edge].1 -= flow.unwrap_or(0);
                    self.edges[edge ^ 1].1 += flow.unwrap_or(0);
                }
                continue;
            }
            let Some(&edge) = self.leaving[node].get(next[node]) else {
                // A dead end: the edge that led here leads nowhere.
                let Some(edge) = path.pop() else { return };
                next[self.edges[edge ^ 1].0] += 1;
                continue;
            };
            let (to, capacity) = self.edges[edge];
            if capacity > 0 && levels[to] == levels[node] + 1 {
                path.push(edge);
            } else {
                next[node] += 1;
            }
        }
    }

    /// From which nodes something could still flow into the sink.
    fn reaches_sink(&self) -> Vec<bool> {
        let mut reaches = vec![false; self.leaving.len()];
        reaches[SINK] = true;
        let mut pending = vec![SINK];
        while let Some(node) = pending.pop() {
            for &edge in &self.leaving[node] {
                let (from, _) = self.edges[edge];
                if self.edges[edge ^ 1].1 > 0 && !reaches[from] {
                    reaches[from] = true;
                    pending.push(from);
                }
            }
        }
        reaches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The weight of the lightest set that cuts, by trying all.
    fn brute_force(
        weights: &[u32],
        edges: &[(usize, usize)],
        begins: &[usize],
        ends: &[usize],
    ) -> u32 {
        let cuts = |set: u32| {
            let mut seen = vec![false; weights.len()];
            let mut pending: Vec<usize> = begins.to_vec();
            while let Some(vertex) = pending.pop() {
                if set >> vertex & 1 == 1 || std::mem::replace(&mut seen[vertex], true) {
                    continue;
                }
                if ends.contains(&vertex) {
                    return false;
                }
                pending.extend(edges.iter().filter(|e| e.0 == vertex).map(|e| e.1));
            }
            true
        };
        let weigh = |set: u32| {
            (0..weights.len())
                .filter(move |v| set >> v & 1 == 1)
                .map(|v| weights[v])
        };
        let sets = (0..1_u32 << weights.len()).filter(|&set| cuts(set));
        sets.map(|set| weigh(set).sum()).min().unwrap_or(0)
    }

    #[test]
    fn cuts_of_random_graphs_are_minimal() {
        let mut state = 12345_u64;
        let mut random = |bound: usize| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (state >> 33) as usize % bound
        };
        for _ in 0..300 {
            let count = 2 + random(7);
            let weights: Vec<u32> = (0..count).map(|_| 1 + random(4) as u32).collect();
            let edges: Vec<_> = (0..random(3 * count))
                .map(|_| (random(count), random(count)))
                .filter(|(from, to)| from < to)
                .collect();
            let begins: Vec<_> = (0..count).filter(|_| random(3) == 0).collect();
            let ends: Vec<_> = (0..count).filter(|_| random(3) == 0).collect();
            let mut network = Network::new(&weights);
            edges
                .iter()
                .for_each(|&(from, to)| network.connect(from, to));
            begins.iter().for_each(|&vertex| network.begin_at(vertex));
            ends.iter().for_each(|&vertex| network.end_at(vertex));
            let cut = network.minimum_cut();
            let weight: u32 = cut.iter().map(|&vertex| weights[vertex]).sum();
            assert_eq!(weight, brute_force(&weights, &edges, &begins, &ends));
            let set = |vertex: &usize| !cut.contains(vertex);
            let rest: Vec<_> = begins.iter().copied().filter(set).collect();
            let open: Vec<_> = edges
                .iter()
                .copied()
                .filter(|e| set(&e.0) && set(&e.1))
                .collect();
            let left: Vec<_> = ends.iter().copied().filter(set).collect();
            assert_eq!(
                brute_force(&weights, &open, &rest, &left),
                0,
                "{cut:?} does not cut"
            );
        }
    }

    #[test]
    fn what_is_dear_to_make_again_is_kept() {
        // 0 makes 1 makes 2; both 0 and 2 are needed.
        for (cost, kept) in [(3, vec![0]), (9, vec![0, 2])] {
            let mut network = Network::new(&[16, 16, 16]);
            network.begin_at(0);
            network.connect(0, 1);
            network.connect(1, 2);
            network.remake(1, cost);
            network.remake(2, cost);
            network.end_at(0);
            network.end_at(2);
            assert_eq!(network.minimum_cut(), kept);
        }
    }

    #[test]
    fn of_equal_cuts_the_last_is_taken() {
        let mut network = Network::new(&[1, 1, 1]);
        network.begin_at(0);
        network.connect(0, 1);
        network.connect(1, 2);
        network.end_at(2);
        assert_eq!(network.minimum_cut(), [2]);
    }
}
