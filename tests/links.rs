//! Random small estates of several roots, joined in every way; which VPCs reach which is found by a
//! plain search that shares nothing with acklint, and `connected_overlap` and `cluster_overlap`
//! must say the same.

use acklint::check;
use acklint::options::Options;
use acklint::report::view::Severity;
use acklint::source::Memory;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// How many estates are made.
const ESTATES: u64 = 1_500;

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % sides as u64).expect("a small number")
    }
}

/// What is joined, as the search sees it: pairs of VPCs.
type Joined = BTreeSet<(usize, usize)>;

struct Estate {
    /// The root of each VPC; literal ones are written as ids, so that all roots can name them.
    vpcs: Vec<(usize, bool, [u8; 2])>,
    /// The VPC of each cluster, its pods, its Services.
    clusters: Vec<(usize, [u8; 2], [u8; 2])>,
    joined: Joined,
    texts: Vec<String>,
}

/// A range is a /16 or /17 of a small part of 172.16.0.0/12, so that they often meet.
fn range(dice: &mut Dice) -> [u8; 2] {
    [u8::try_from(16 + dice.roll(9)).expect("a byte"), [0, 128][dice.roll(2)]]
}

fn text(range: [u8; 2]) -> String {
    format!("172.{}.{}.0/{}", range[0], range[1], if range[1] == 0 { 16 } else { 17 })
}

fn meet(a: [u8; 2], b: [u8; 2]) -> bool {
    // a /16 holds both of its halves, and only the upper half is ever written as a /17
    a[0] == b[0]
}

fn make(dice: &mut Dice) -> Estate {
    let roots = 1 + dice.roll(2);
    let mut texts = vec![String::new(); roots];
    let vpcs: Vec<_> = (0..2 + dice.roll(4))
        .map(|_| (dice.roll(roots), roots > 1 && dice.roll(2) == 0, range(dice)))
        .collect();
    for (at, (root, literal, cidr)) in vpcs.iter().enumerate() {
        let out = &mut texts[*root];
        let mut add = |text: String| out.push_str(&text);
        if *literal {
            add(format!(
                "resource \"alicloud_vpc_ipv4_cidr_block\" \"v{at}\" {{\n  vpc_id = \
                 \"vpc-bp{at}\"\n  secondary_cidr_block = \"{}\"\n}}\n",
                text(*cidr)
            ));
        } else {
            add(format!(
                "resource \"alicloud_vpc\" \"v{at}\" {{\n  cidr_block = \"{}\"\n}}\n",
                text(*cidr)
            ));
        }
        let vpc = id(&vpcs, at);
        add(format!(
            "resource \"alicloud_vswitch\" \"v{at}\" {{\n  vpc_id = {vpc}\n  zone_id = \"z\"\n  \
             cidr_block = cidrsubnet(\"{}\", 8, 0)\n}}\n",
            text(*cidr)
        ));
    }
    let clusters: Vec<_> =
        (0..=dice.roll(4)).map(|_| (dice.roll(vpcs.len()), range(dice), range(dice))).collect();
    for (at, (vpc, pods, services)) in clusters.iter().enumerate() {
        let _ = write!(
            texts[vpcs[*vpc].0],
            "resource \"alicloud_cs_managed_kubernetes\" \"c{at}\" {{\n  vswitch_ids = \
             [alicloud_vswitch.v{vpc}.id]\n  pod_cidr = \"{}\"\n  service_cidr = \"{}\"\n}}\n",
            text(*pods),
            text(*services)
        );
    }
    let mut estate = Estate { vpcs, clusters, joined: Joined::new(), texts };
    for at in 0..dice.roll(5) {
        estate.join(dice, at);
    }
    estate
}

fn id(vpcs: &[(usize, bool, [u8; 2])], at: usize) -> String {
    if vpcs[at].1 { format!("\"vpc-bp{at}\"") } else { format!("alicloud_vpc.v{at}.id") }
}

impl Estate {
    /// VPCs that can be named in a root.
    fn named_in(&self, root: usize) -> Vec<usize> {
        let named = |at: &usize| self.vpcs[*at].1 || self.vpcs[*at].0 == root;
        (0..self.vpcs.len()).filter(named).collect()
    }

    fn pick(&self, dice: &mut Dice, root: usize) -> Option<usize> {
        let named = self.named_in(root);
        (!named.is_empty()).then(|| named[dice.roll(named.len())])
    }

    fn both(&mut self, a: usize, b: usize) {
        if a != b {
            self.joined.extend([(a, b), (b, a)]);
        }
    }

    /// Joins some VPCs of a root in one of the ways.
    fn join(&mut self, dice: &mut Dice, at: usize) {
        let root = dice.roll(self.texts.len());
        match dice.roll(4) {
            0 => {
                let (Some(a), Some(b)) = (self.pick(dice, root), self.pick(dice, root)) else {
                    return;
                };
                let ids = [a, b].map(|vpc| id(&self.vpcs, vpc));
                let _ = write!(
                    self.texts[root],
                    "resource \"alicloud_vpc_peer_connection\" \"l{at}\" {{\n  vpc_id = {}\n  \
                     accepting_vpc_id = {}\n}}\n",
                    ids[0], ids[1]
                );
                self.both(a, b);
            }
            1 => self.cen(dice, root, at),
            2 => self.router(dice, root, at, None),
            _ => {
                let tables = 1 + dice.roll(2);
                self.router(dice, root, at, Some(tables));
            }
        }
    }

    fn cen(&mut self, dice: &mut Dice, root: usize, at: usize) {
        let _ = writeln!(self.texts[root], "resource \"alicloud_cen_instance\" \"l{at}\" {{}}");
        let mut members: Vec<usize> = Vec::new();
        for n in 0..dice.roll(4) {
            let Some(vpc) = self.pick(dice, root) else { return };
            let id = id(&self.vpcs, vpc);
            let _ = write!(
                self.texts[root],
                "resource \"alicloud_cen_instance_attachment\" \"l{at}_{n}\" {{\n  instance_id = \
                 alicloud_cen_instance.l{at}.id\n  child_instance_id = {id}\n}}\n"
            );
            for member in &members {
                self.both(*member, vpc);
            }
            members.push(vpc);
        }
    }

    /// A transit router; with route tables each attachment is associated with one, and tables know
    /// attachments both ways or not at all.
    fn router(&mut self, dice: &mut Dice, root: usize, at: usize, tables: Option<usize>) {
        let mut out = format!(
            "resource \"alicloud_cen_transit_router\" \"l{at}\" {{\n  cen_id = \"cen-{at}\"\n}}\n"
        );
        let router = format!("alicloud_cen_transit_router.l{at}.transit_router_id");
        for table in 0..tables.unwrap_or(0) {
            let _ = write!(
                out,
                "resource \"alicloud_cen_transit_router_route_table\" \"l{at}_{table}\" {{\n  \
                 transit_router_id = {router}\n}}\n"
            );
        }
        let mut attached: Vec<(usize, usize)> = Vec::new();
        let mut vpcs = self.named_in(root);
        while vpcs.len() > 1 && dice.roll(4) > 0 {
            let vpc = vpcs.swap_remove(dice.roll(vpcs.len()));
            let (n, id) = (attached.len(), id(&self.vpcs, vpc));
            let _ = write!(
                out,
                "resource \"alicloud_cen_transit_router_vpc_attachment\" \"l{at}_{n}\" {{\n  \
                 transit_router_id = {router}\n  vpc_id = {id}\n}}\n"
            );
            let table = tables.map_or(0, |tables| dice.roll(tables));
            if tables.is_some() {
                out += &line("association", at, (n, 0), table, n);
            }
            attached.push((vpc, table));
        }
        let mut known: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let alone = |table: usize| attached.iter().filter(|(_, t)| *t == table).count();
        for (n, (_, own)) in attached.iter().enumerate() {
            for table in 0..tables.unwrap_or(0) {
                // what one table knows of another, that one knows of it
                let both_ways = table == *own || (alone(table) == 1 && alone(*own) == 1);
                if both_ways && at.is_multiple_of(2) {
                    out += &line("propagation", at, (n, 1 + table), table, n);
                    known.entry(table).or_default().insert(n);
                }
            }
        }
        self.texts[root] += &out;
        for (n, (a, a_table)) in attached.iter().enumerate() {
            for (m, (b, b_table)) in attached.iter().enumerate().skip(n + 1) {
                let leads = |table: &usize, n: &usize| {
                    known.get(table).is_some_and(|known| known.contains(n))
                };
                if tables.is_none() || (leads(a_table, &m) && leads(b_table, &n)) {
                    self.both(*a, *b);
                }
            }
        }
    }

    /// What must be found: rule, root, cluster, attribute's worst severity.
    fn expected(&self) -> BTreeSet<(String, String, Severity)> {
        let order = |at: &usize| (self.vpcs[self.clusters[*at].0].0, *at);
        let mut expected = BTreeSet::new();
        for (at, (vpc, pods, services)) in self.clusters.iter().enumerate() {
            for (own, is_pod) in [(*pods, true), (*services, false)] {
                let far = |other: usize| self.joined.contains(&(*vpc, other));
                let mut worst: Option<Severity> = None;
                let in_vpc = |v: usize| far(v) && meet(own, self.vpcs[v].2);
                if (0..self.vpcs.len()).any(in_vpc) {
                    worst = Some(Severity::Error);
                }
                for (other, (v, p, s)) in self.clusters.iter().enumerate() {
                    if !far(*v) || order(&other) >= order(&at) {
                        continue;
                    }
                    let error = meet(own, *p) || (is_pod && meet(own, *s));
                    let warning = !is_pod && meet(own, *s);
                    let this = error.then_some(Severity::Error);
                    worst = worst.max(this.or(warning.then_some(Severity::Warning)));
                }
                if let Some(severity) = worst {
                    let attribute = if is_pod { "pod" } else { "service" };
                    expected.insert((format!("c{at}"), attribute.to_owned(), severity));
                }
            }
        }
        expected
    }
}

fn line(kind: &str, at: usize, name: (usize, usize), table: usize, attachment: usize) -> String {
    format!(
        "resource \"alicloud_cen_transit_router_route_table_{kind}\" \"l{at}_{}_{}\" {{\n  \
         transit_router_route_table_id = alicloud_cen_transit_router_route_table.l{at}_{table}\
         .transit_router_route_table_id\n  transit_router_attachment_id = \
         alicloud_cen_transit_router_vpc_attachment.l{at}_{attachment}\
         .transit_router_attachment_id\n}}\n",
        name.0, name.1
    )
}

#[test]
fn what_is_reached_is_what_a_plain_search_reaches() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut found, mut silent, mut decided) = (0, 0, 0);
    for number in 0..ESTATES {
        let estate = make(&mut dice);
        let files = estate.texts.iter().enumerate();
        let files: Vec<_> = files.map(|(at, text)| (format!("r{at}/main.tf"), text)).collect();
        let memory = Memory::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let view = check::check(&memory, &[String::new()], &Options::default()).expect("a run");
        let mut said = BTreeSet::new();
        for finding in view.findings.iter().filter(|f| f.rule == "connected_overlap") {
            let cluster = finding.subject.rsplit('.').next().expect("a name");
            let pod = finding.message.starts_with("the pod range");
            let attribute = if pod { "pod" } else { "service" };
            said.insert((cluster.to_owned(), attribute.to_owned(), finding.severity));
        }
        let shown = || format!("{files:#?}").replace("\\n", "\n");
        let expected = estate.expected();
        assert_eq!(said, expected, "estate {number}:\n{}", shown());
        if estate.vpcs.iter().all(|(_, literal, _)| !literal) {
            let open: Vec<_> =
                view.undecided.iter().filter(|open| open.rule == "connected_overlap").collect();
            assert!(open.is_empty(), "estate {number}: {open:?}\n{}", shown());
            decided += 1;
        }
        found += expected.len();
        silent += usize::from(expected.is_empty());
    }
    println!("{ESTATES} estates: {found} findings, {silent} without any; {decided} all in view");
    assert!(found > 500 && silent > 300, "{found} findings, {silent} without any");
}
