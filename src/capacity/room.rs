//! How many nodes find addresses for themselves and their pods in the vSwitches of a zone.

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
}

#[cfg(test)]
mod tests {
    use super::*;

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
