//! How many nodes find addresses for themselves and their pods in the vSwitches of zones.

/// The usable addresses of a zone's vSwitches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// Of those that nodes run in.
    pub nodes: u64,
    /// Of those that pods take addresses from.
    pub pods: u64,
    /// Of all of them, each counted once.
    pub all: u64,
}

impl Room {
    /// The most nodes that find an address each, with `per_node` addresses for pods each.
    pub fn nodes(self, per_node: u64) -> u64 {
        let with_pods = self.pods.checked_div(per_node).unwrap_or(u64::MAX);
        self.nodes.min(with_pods).min(self.all / (per_node + 1))
    }

    /// What is left beside so many nodes and so many addresses for pods.
    #[must_use]
    pub fn without(self, nodes: u64, pods: u64) -> Self {
        Self {
            nodes: self.nodes.saturating_sub(nodes),
            pods: self.pods.saturating_sub(pods),
            all: self.all.saturating_sub(nodes + pods),
        }
    }
}

/// Nodes of one size that are planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// How many.
    pub nodes: u64,
    /// The addresses that the pods of each ask for.
    pub ask: u64,
    /// The zones that they may run in, by their places.
    pub zones: Vec<usize>,
}

impl Batch {
    /// How many of its nodes come to one of its zones, the first, the second and so on, where they
    /// are spread evenly.
    pub fn share(&self, at: usize) -> u64 {
        let count = self.zones.len().max(1) as u64;
        self.nodes / count + u64::from((at as u64) < self.nodes % count)
    }
}

/// The nodes that find room, by zone: what is planned, the smallest first and evenly spread as far
/// as that goes, and beside it as many that ask for `next` as there is still room for. Where a part
/// of the plan finds none, there is nothing beside it.
pub fn fill(mut rooms: Vec<Room>, batches: &[Batch], next: u64) -> Vec<u64> {
    let zones = rooms.len();
    let mut held = vec![0; zones];
    let mut place = |at: usize, most: u64, ask: u64| {
        let nodes = rooms[at].nodes(ask).min(most);
        rooms[at] = rooms[at].without(nodes, nodes * ask);
        held[at] += nodes;
        nodes
    };
    let mut planned: Vec<&Batch> = batches.iter().collect();
    planned.sort_by_key(|batch| batch.ask);
    let mut is_whole = true;
    for batch in planned {
        let mut left = batch.nodes;
        for (at, zone) in batch.zones.iter().enumerate() {
            left -= place(*zone, batch.share(at), batch.ask);
        }
        for zone in &batch.zones {
            left -= place(*zone, left, batch.ask);
        }
        is_whole &= left == 0;
    }
    if is_whole {
        // no cluster has so many nodes that this is not all
        (0..zones).for_each(|zone| {
            place(zone, u64::MAX, next);
        });
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(nodes: u64, pods: u64) -> Room {
        Room { nodes, pods, all: nodes + pods }
    }

    fn batch(nodes: u64, ask: u64, zones: &[usize]) -> Batch {
        Batch { nodes, ask, zones: zones.to_vec() }
    }

    /// 10 nodes of 45 pods and 1 of 210 ask for 660 of 1,020 addresses: one more of 210 fits.
    #[test]
    fn a_plan_of_two_sizes_asks_for_what_it_asks_for() {
        let plan = [batch(1, 210, &[0]), batch(10, 45, &[0])];
        assert_eq!(fill(vec![zone(252, 1020)], &plan, 210), [12]);
        assert_eq!(fill(vec![zone(252, 660)], &plan, 210), [11]);
        // the large one finds no room, and nothing stands beside it
        assert_eq!(fill(vec![zone(252, 659)], &plan, 210), [10]);
    }

    /// Of one size, the plan changes nothing where its zones are all that there are.
    #[test]
    fn a_plan_of_one_size_leaves_what_the_zones_hold() {
        for (a, b) in [(0, 9), (4, 9), (9, 9)] {
            for nodes in 0..30 {
                let rooms = vec![zone(a, 60), zone(b, 33)];
                let alone: Vec<u64> = rooms.iter().map(|room| room.nodes(5)).collect();
                let held = fill(rooms, &[batch(nodes, 5, &[0, 1])], 5);
                assert_eq!(held, alone, "{nodes} nodes");
            }
        }
        // nodes in one zone do not find the room of another
        assert_eq!(fill(vec![zone(9, 10), zone(9, 90)], &[batch(3, 5, &[0])], 5), [2, 0]);
    }

    /// Every way to spread the nodes of small vSwitches: one for nodes, one for pods, one for both.
    #[test]
    fn it_agrees_with_brute_force() {
        for own in 0..6u64 {
            for shared in 0..6 {
                for pods in 0..8 {
                    for per_node in 0..4 {
                        let room = Room {
                            nodes: own + shared,
                            pods: pods + shared,
                            all: own + shared + pods,
                        };
                        let fits = |nodes: u64| {
                            (0..=nodes.min(own)).any(|in_own| {
                                let in_shared = nodes - in_own;
                                let left = shared.checked_sub(in_shared);
                                left.is_some_and(|left| nodes * per_node <= pods + left)
                            })
                        };
                        let most = (0..=20).take_while(|nodes| fits(*nodes)).last();
                        assert_eq!(Some(room.nodes(per_node)), most, "{room:?} {per_node}");
                    }
                }
            }
        }
    }
}
