//! A value that nobody knows, and a condition that nobody knows.

use crate::extract::replace;
use crate::generate::other;
use crate::random::Random;
use crate::taint::{counted, is_in, is_index, without_lost_pools};
use crate::tree::{Block, Expr, Folder, Item, Tree, text};
use crate::verdict::{Finding, Verdict};
use acklint::report::view::Severity;

const UNKNOWN: &str = "acklint_unknown";

/// The marked value is not known.
pub(crate) fn unknown(tree: &Tree, _: &mut Random) -> Result<(), String> {
    let Some(open) = opened(tree) else { return Ok(()) };
    let before = Verdict::of(&without_lost_pools(tree));
    let after = Verdict::of(&open);
    if is_refused(&before) {
        return Ok(());
    }
    let wrong = unsound_but(&before, &after, &counted(tree));
    if wrong.is_empty() {
        return Ok(());
    }
    let shown = crate::print::shown(&open);
    Err(format!("{shown}\n{}\n\nbefore\n{before}\nafter\n{after}", wrong.join("\n")))
}

/// The marked value is one of two, and the condition is not known.
pub(crate) fn alternatives(tree: &Tree, _: &mut Random) -> Result<(), String> {
    let Some([first, second, either]) = either(tree) else { return Ok(()) };
    let worlds = [Verdict::of(&first), Verdict::of(&second)];
    let after = Verdict::of(&either);
    // the vSwitches of one cluster in several VPCs are a mistake of their own (`vswitch_wrong_vpc`)
    if worlds.iter().any(is_refused) || is_index(tree) || is_in(tree, "vpc_id") {
        return Ok(());
    }
    let one = counted(tree);
    let wrong = worlds.iter().flat_map(|world| unsound_but(world, &after, &one));
    let mut wrong: Vec<String> = wrong.collect();
    // "an unknown count or for_each is looked at as one instance": it adds to no sum
    if one.is_empty() {
        wrong.extend(missed(&worlds, &after));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let [first, second] = worlds;
    let shown = crate::print::shown(&either);
    let wrong = wrong.join("\n");
    Err(format!("{shown}\n{wrong}\n\nfirst\n{first}\nsecond\n{second}\nafter\n{after}"))
}

/// Whether Terraform would end there: that is no way in which a condition can turn out.
fn is_refused(world: &Verdict) -> bool {
    world.undecided.iter().any(|open| open.why.contains("Terraform refuses"))
}

/// The tree with the marked value made unknown.
fn opened(tree: &Tree) -> Option<Tree> {
    let mut open = tree.clone();
    let done = open.folders.values_mut().filter_map(open_folder).count();
    (done > 0).then_some(open)
}

fn open_folder(folder: &mut Folder) -> Option<()> {
    let given =
        folder.values.iter().find(|(_, value)| has_site(value)).map(|(name, _)| name.clone());
    if let Some(name) = given {
        folder.values.retain(|(known, _)| *known != name);
        let declared = folder.blocks.iter_mut().find(|b| b.is("variable") && b.name() == name)?;
        remove_default(declared);
        return Some(());
    }
    let mut done = false;
    for block in &mut folder.blocks {
        if block.is("variable") {
            if block.attribute("default").is_some_and(has_site) {
                remove_default(block);
                return Some(());
            }
            continue;
        }
        done |= substitute(block, &|_| Expr::Var(UNKNOWN.to_owned()));
    }
    done.then(|| folder.blocks.push(Block::variable(UNKNOWN, None)))
}

/// The tree with the marked value, with another, and with one of them by an unknown condition.
fn either(tree: &Tree) -> Option<[Tree; 3]> {
    let mut has_other = false;
    tree.clone().expressions(&mut |expr| {
        has_other |=
            matches!(expr, Expr::Site(of) if of.is_leaf() || matches!(**of, Expr::List(_)));
    });
    if !has_other {
        return None;
    }
    let mut worlds = [tree.clone(), tree.clone(), tree.clone()];
    let condition = Expr::equal(Expr::Var(UNKNOWN.to_owned()), text("yes"));
    let either = |of: &Expr| Expr::if_else(condition.clone(), of.clone(), other(of));
    let by: [&dyn Fn(&Expr) -> Expr; 3] = [&Expr::clone, &other, &either];
    let mut done = false;
    for (world, by) in worlds.iter_mut().zip(by) {
        for folder in world.folders.values_mut() {
            let mut here = false;
            for block in folder.blocks.iter_mut().filter(|block| !block.is("variable")) {
                here |= substitute(block, by);
            }
            if here {
                folder.blocks.push(Block::variable(UNKNOWN, None));
                done = true;
            }
        }
    }
    done.then_some(worlds)
}

fn remove_default(variable: &mut Block) {
    variable.body.retain(|item| !matches!(item, Item::Attribute(name, _) if name == "default"));
}

/// Puts something in the place that is marked.
fn substitute(block: &mut Block, by: &dyn Fn(&Expr) -> Expr) -> bool {
    let mut done = false;
    block.values(&mut |_, value| {
        replace(value, &mut |expr| {
            let Expr::Site(of) = expr else { return None };
            done = true;
            Some(by(of))
        });
    });
    done
}

fn has_site(value: &Expr) -> bool {
    let mut found = false;
    value.clone().visit(&mut |expr| found |= matches!(expr, Expr::Site(_)));
    found
}

/// Where the invariant does not hold between a verdict and that with an unknown value.
pub(crate) fn unsound(before: &Verdict, after: &Verdict) -> Vec<String> {
    unsound_but(before, after, &[])
}

/// The same, if of some resources and modules one instance stands for all.
fn unsound_but(before: &Verdict, after: &Verdict, one: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    for new in &after.findings {
        let was = |old: &&Finding| is_same(old, new) && old.severity >= new.severity;
        let excused = was_silenced(new, before, after) || is_if_created(new, before, one);
        if !before.findings.iter().any(|old| was(&old)) && !excused {
            wrong.push(format!("found from nothing: {} on {}", new.rule, new.subject));
        }
    }
    for old in &before.findings {
        let kept = |new: &&Finding| is_same(old, new) && new.severity >= old.severity;
        let open = after.undecided.iter().any(|open| {
            open.rule == old.rule
                && open.root == old.root
                && stands_for(&open.subject, &old.subject)
        });
        let excused = is_among_one(old, before, one)
            || is_silenced(old, after)
            || is_inside(old, before, after)
            || may_waive(old, after);
        if !after.findings.iter().any(|new| kept(&new)) && !open && !excused {
            wrong.push(format!("lost without a word: {} on {}", old.rule, old.subject));
        }
    }
    wrong
}

/// Whether a pool is found fault with that was not there before, as far as one sees: an unknown
/// `count` "is looked at as one instance", and "findings on it say *if it is created*" (SPEC, section
/// 4). Nothing but its own rules had anything to say of it.
fn is_if_created(new: &Finding, before: &Verdict, one: &[String]) -> bool {
    let is_pool = |name: &&String| name.starts_with("alicloud_cs_kubernetes_node_pool.");
    let counted = |name: &String| new.subject.contains(&format!("{name}[*]"));
    let findings = before.findings.iter().map(|found| &*found.subject);
    let mut said = findings.chain(before.undecided.iter().map(|open| &*open.subject));
    one.iter().filter(is_pool).any(counted) && !said.any(|old| stands_for(&new.subject, old))
}

/// Whether the subject is one of several instances of which one stands for all now: an unknown
/// `count` or `for_each` "is looked at as one instance" (SPEC, section 4), which cannot meet itself,
/// and of which there are no others.
fn is_among_one(old: &Finding, before: &Verdict, one: &[String]) -> bool {
    let any = |address: &str| {
        one.iter().fold(address.to_owned(), |address, name| {
            let Some((before, rest)) = address.split_once(&format!("{name}[")) else {
                return address;
            };
            let after = rest.split_once(']').map_or("", |(_, after)| after);
            format!("{before}{name}[*]{after}")
        })
    };
    let subject = any(&old.subject);
    let is_other = |address: &str| address != old.subject && any(address) == subject;
    let findings = before.findings.iter();
    let found = findings.flat_map(|other| other.parties().into_iter().chain([&*other.subject]));
    let open = before.undecided.iter().map(|open| &*open.subject);
    subject.contains("[*]") && found.chain(open).any(is_other)
}

/// Whether a waiver may be for something now: it is no good where it "waives nothing though the rule
/// ran there and was decided" (SPEC, section 6), and that rule is undecided.
fn may_waive(old: &Finding, after: &Verdict) -> bool {
    let named = |rule: &str| old.text.contains(&format!("waiver of {rule} waives nothing: "));
    old.rule == "waiver_invalid" && after.undecided.iter().any(|open| named(open.rule))
}

/// Whether the other party was a vSwitch outside of its VPC: "a vSwitch range is not inside its VPC's
/// ranges" is an error (SPEC, section 6), so that one whose range is not known is taken to lie inside,
/// and only `vswitch_outside_vpc` is undecided.
fn is_inside(old: &Finding, before: &Verdict, after: &Verdict) -> bool {
    let rule = "vswitch_outside_vpc";
    let parties = old.parties();
    let was_outside = |subject: &str| {
        before.findings.iter().any(|found| found.rule == rule && found.subject == subject)
    };
    let mut open = after.undecided.iter().filter(|open| open.rule == rule);
    ["pod_vpc_overlap", "service_vpc_overlap"].contains(&old.rule)
        && open.any(|open| parties.contains(&&*open.subject) && was_outside(&open.subject))
}

/// Whether another rule speaks instead: "`terway_vpc_too_small` silences `terway_pod_ips` at the
/// same or a milder severity" (SPEC, section 6).
fn is_silenced(old: &Finding, after: &Verdict) -> bool {
    let by = |new: &Finding| {
        new.rule == "terway_vpc_too_small"
            && new.root == old.root
            && stands_for(&new.subject, &old.subject)
            && new.severity >= old.severity
    };
    old.rule == "terway_pod_ips" && after.findings.iter().any(by)
}

fn is_same(old: &Finding, new: &Finding) -> bool {
    old.rule == new.rule && old.root == new.root && stands_for(&new.subject, &old.subject)
}

/// Whether an address, in which `[*]` is any instance, may be another one.
fn stands_for(pattern: &str, address: &str) -> bool {
    let Some((before, after)) = pattern.split_once("[*]") else { return pattern == address };
    let Some(rest) = address.strip_prefix(before) else { return false };
    match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((_, rest)) => stands_for(after, rest),
        None => false,
    }
}

/// A finding that another rule had silenced, which is now undecided: `terway_vpc_too_small` does
/// that to `terway_pod_ips` on its subject, and `cni_conflict`, which "speaks alone", to all that is
/// said of the pod range and the plug-in of its subject, whoever the other party is, and of its pools.
fn was_silenced(new: &Finding, before: &Verdict, after: &Verdict) -> bool {
    let of_plug_in = new.rule.starts_with("flannel_")
        || new.rule.starts_with("terway_")
        || [
            "cni_incomplete",
            "cidr_invalid", // of the pod range, which is not read then
            "pod_service_overlap",
            "pod_vpc_overlap",
            "cluster_overlap",
        ]
        .contains(&new.rule);
    before.findings.iter().any(|old| {
        let silences = match old.rule {
            "cni_conflict" => of_plug_in && old.severity == Severity::Error,
            "terway_vpc_too_small" => new.rule == "terway_pod_ips",
            _ => false,
        };
        let open = after.undecided.iter().find(|open| {
            open.rule == old.rule
                && open.root == old.root
                && stands_for(&open.subject, &old.subject)
        });
        let is_party = |party: &str| {
            let is_pool =
                new.root == old.root && new.subject.contains("alicloud_cs_kubernetes_node_pool.");
            new.subject == party
                || old.rule == "cni_conflict" && (is_pool || new.parties().contains(&party))
        };
        silences && open.is_some_and(|open| is_party(&open.subject))
    })
}

/// What both worlds find must be found where it is not known which of them it is: of the same
/// attribute and against the same others, which is what the fingerprint tells.
fn missed(worlds: &[Verdict; 2], after: &Verdict) -> Vec<String> {
    let has = |verdict: &Verdict, one: &Finding| {
        verdict.findings.iter().any(|other| other.fingerprint == one.fingerprint)
    };
    let [first, second] = worlds;
    // each instance makes the choice of its own, also of the same condition
    let alone = |one: &&Finding| {
        let resource = |address: &str| address.split('[').next().unwrap_or_default().to_owned();
        one.parties().iter().all(|party| resource(party) != resource(&one.subject))
    };
    let both = first.findings.iter().filter(|one| has(second, one)).filter(alone);
    let missing = both.filter(|one| !after.findings.iter().any(|new| is_same(one, new)));
    missing.map(|one| format!("found in both: {} on {}", one.rule, one.subject)).collect()
}
